package kvetch.prove.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kvetch.prove.code.Instruction.Callee;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Collects the instructions of a function. */
class Body extends PureFunction {
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Label, Integer> places = new HashMap<>();
    private final Map<Integer, Label> jumps = new HashMap<>();

    Body(String name) {
        super(name, null);
    }

    /** All of it, with each jump to where it goes. */
    List<Instruction> instructions() {
        jumps.forEach((at, label) -> {
            int to = Objects.requireNonNull(places.get(label));
            if (to <= at) throw refused("has a loop");
            instructions.set(at, new Instruction(instructions.get(at).opcode(), to, null));
        });
        return List.copyOf(instructions);
    }

    private void add(int opcode, long operand) {
        instructions.add(new Instruction(opcode, operand, null));
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5)
            add(Instruction.CONSTANT_INT, opcode - Opcodes.ICONST_0);
        else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1)
            add(Instruction.CONSTANT_LONG, opcode - Opcodes.LCONST_0);
        else add(opcode, 0);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        if (opcode == Opcodes.NEWARRAY) throw refused("makes an array");
        add(Instruction.CONSTANT_INT, operand);
    }

    @Override
    public void visitLdcInsn(Object value) {
        if (value instanceof Integer constant) add(Instruction.CONSTANT_INT, constant);
        else if (value instanceof Long constant) add(Instruction.CONSTANT_LONG, constant);
        else throw refused("has a constant that is no integer");
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        add(opcode, variable);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        jumps.put(instructions.size(), label);
        add(opcode, 0);
    }

    @Override
    public void visitLabel(Label label) {
        places.put(label, instructions.size());
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String callee, String descriptor, boolean isInterface) {
        if (opcode != Opcodes.INVOKESTATIC) throw refused("calls " + callee + ", which is not static");
        instructions.add(new Instruction(opcode, 0, new Callee(owner, callee, descriptor)));
    }
}
