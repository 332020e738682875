package kvetch.prove.code;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Reads a function that does nothing but compute with integers: a function that does anything else is refused. */
public abstract class PureFunction extends MethodVisitor {
    private final String name;

    /**
     * Reads a function.
     *
     * @param name what it is called
     * @param next who is told what is read; null if nobody is
     */
    protected PureFunction(String name, @Nullable MethodVisitor next) {
        super(Opcodes.ASM9, next);
        this.name = name;
    }

    /**
     * What to throw where a function does what it may not.
     *
     * @param what what it does
     * @return the exception, with the name of the function
     */
    protected final Unsupported refused(String what) {
        return new Unsupported(name + " " + what);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
        throw refused("looks at the field " + field);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        throw refused("makes or casts " + type);
    }

    @Override
    public void visitIincInsn(int variable, int increment) {
        throw refused("counts a variable up");
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
        throw refused("has a switch");
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        throw refused("has a switch");
    }

    @Override
    public void visitInvokeDynamicInsn(String callee, String descriptor, Handle bootstrap, Object... arguments) {
        throw refused("calls what is known at run time only");
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
        throw refused("catches " + type);
    }
}
