package kvetch.prove.code;

import org.jspecify.annotations.Nullable;

/**
 * An instruction of the byte code.
 *
 * @param opcode which
 * @param operand the number of a variable, where it jumps to, or a constant
 * @param call what it calls; null if nothing
 */
record Instruction(int opcode, long operand, @Nullable Callee call) {
    /** What a constant is loaded by, whatever way the compiler has found for it. */
    static final int CONSTANT_INT = 1000;

    static final int CONSTANT_LONG = 1001;

    /**
     * A function by its name.
     *
     * @param owner its class, with slashes
     * @param name its name
     * @param descriptor what it takes and gives, as the byte code has it
     */
    record Callee(String owner, String name, String descriptor) {
        @Override
        public String toString() {
            return owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
        }
    }
}
