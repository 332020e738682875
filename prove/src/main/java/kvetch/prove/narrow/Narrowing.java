package kvetch.prove.narrow;

import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import kvetch.properties.narrow.Widths;
import kvetch.prove.code.PureFunction;
import kvetch.prove.code.Unsupported;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Rewrites the functions that the driver computes with, so that an int and a long have other widths.
 *
 * <p>What may come out of an instruction as more bits than there are is cut; what looks at bits is told how many there are; the
 * largest and the smallest numbers are those of the width. Whatever else could tell the width is refused.
 */
final class Narrowing extends ClassVisitor {
    /** The classes whose functions have widths. */
    static final Set<String> COMPUTING = HashSet.of("kvetch/raid0/Arithmetic", "kvetch/raid0/TableArithmetic");

    /**
     * What is about bytes, and about entries of tables, stays as it is: memory is that of the machine, and limits are in bytes, of
     * which a narrow int holds none.
     */
    static final Set<String> AS_THEY_ARE = HashSet.of(
            "arraySize",
            "stripZoneBytes",
            "devlistBytes",
            "rowOffset",
            "gfp",
            "wrappingProduct",
            "devlistEntry",
            "ioMin",
            "ioOpt",
            "saturatedIoMin",
            "saturatedIoOpt",
            "saturated");

    /** What a function is called where it has kept its widths, beside the one that has not. */
    private static final String AS_IT_IS = "AsItIs";

    private static final String BITS = Type.getInternalName(Bits.class);

    /** Functions of Java's library that look at the bits of an int or a long, each with how wide what it looks at is. */
    private static final Map<String, Boolean> OF_BITS = HashMap.of(
            "java/lang/Integer.toUnsignedLong(I)J", false,
            "java/lang/Integer.bitCount(I)I", false,
            "java/lang/Integer.numberOfTrailingZeros(I)I", false,
            "java/lang/Long.divideUnsigned(JJ)J", true,
            "java/lang/Long.remainderUnsigned(JJ)J", true);

    /** Functions that do the same with numbers of fewer bits, as long as these have their sign. */
    private static final Set<String> OF_NUMBERS = HashSet.of(
            "java/lang/Integer.compareUnsigned(II)I",
            "java/lang/Long.compareUnsigned(JJ)I",
            "java/lang/Math.min(II)I",
            "java/lang/Math.min(JJ)J",
            "java/lang/Math.max(II)I",
            "java/lang/Math.max(JJ)J");

    private final Widths widths;

    private Narrowing(ClassVisitor next, Widths widths) {
        super(Opcodes.ASM9, next);
        this.widths = widths;
    }

    /**
     * Rewrites a class.
     *
     * @param file the class as it was compiled
     * @param widths how wide its integers are to be
     * @return the class with integers of those widths
     * @throws Unsupported if a function does what is not known to go with other widths
     */
    static byte[] of(byte[] file, Widths widths) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(file).accept(new Narrowing(writer, widths), 0);
        new ClassReader(file).accept(new AsItIs(writer), 0);
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        if (name.startsWith("<")) return next;
        return AS_THEY_ARE.contains(name) ? new Wide(next) : new Narrow(name, next);
    }

    private static String wideName(String name) {
        return AS_THEY_ARE.contains(name) ? name : name + AS_IT_IS;
    }

    /** Adds to a class those functions that are narrowed, as they were. */
    private static final class AsItIs extends ClassVisitor {
        private final ClassVisitor to;

        AsItIs(ClassVisitor to) {
            super(Opcodes.ASM9);
            this.to = to;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (name.startsWith("<") || AS_THEY_ARE.contains(name)) return null;
            return new Wide(to.visitMethod(access, wideName(name), descriptor, signature, exceptions));
        }
    }

    /** A function that keeps its widths, and so do those that it calls. */
    private static final class Wide extends MethodVisitor {
        Wide(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String callee, String descriptor, boolean isInterface) {
            String name = COMPUTING.contains(owner) ? wideName(callee) : callee;
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }
    }

    /** A function whose integers are narrowed. */
    private final class Narrow extends PureFunction {
        Narrow(String name, MethodVisitor next) {
            super(name, next);
        }

        private void cut(boolean isLong) {
            callBits("wrap", isLong ? "(JI)J" : "(II)I", isLong);
        }

        private void callBits(String function, String descriptor, boolean isLong) {
            super.visitIntInsn(Opcodes.BIPUSH, isLong ? widths.sector() : widths.integer());
            super.visitMethodInsn(Opcodes.INVOKESTATIC, BITS, function, descriptor, false);
        }

        @Override
        public void visitInsn(int opcode) {
            switch (opcode) {
                case Opcodes.IUSHR -> callBits("shiftRight", "(III)I", false);
                case Opcodes.LUSHR -> callBits("shiftRight", "(JII)J", true);
                case Opcodes.IADD,
                        Opcodes.ISUB,
                        Opcodes.IMUL,
                        Opcodes.IDIV,
                        Opcodes.INEG,
                        Opcodes.ISHL,
                        Opcodes.L2I -> {
                    super.visitInsn(opcode);
                    cut(false);
                }
                case Opcodes.LADD,
                        Opcodes.LSUB,
                        Opcodes.LMUL,
                        Opcodes.LDIV,
                        Opcodes.LNEG,
                        Opcodes.LSHL,
                        Opcodes.I2L -> {
                    super.visitInsn(opcode);
                    cut(true);
                }
                case Opcodes.ICONST_M1,
                        Opcodes.ICONST_0,
                        Opcodes.ICONST_1,
                        Opcodes.ICONST_2,
                        Opcodes.LCONST_0,
                        Opcodes.LCONST_1,
                        Opcodes.IREM,
                        Opcodes.LREM,
                        Opcodes.ISHR,
                        Opcodes.LSHR,
                        Opcodes.IAND,
                        Opcodes.LAND,
                        Opcodes.IOR,
                        Opcodes.LOR,
                        Opcodes.IXOR,
                        Opcodes.LXOR,
                        Opcodes.LCMP,
                        Opcodes.IRETURN,
                        Opcodes.LRETURN -> super.visitInsn(opcode);
                default -> throw refused("has the instruction " + opcode);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value.equals(Long.MIN_VALUE)) super.visitLdcInsn(-1L << (widths.sector() - 1));
            else if (value.equals(-1L)) super.visitLdcInsn(value);
            else throw refused("has the constant " + value);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            throw refused("has the constant " + operand);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String callee, String descriptor, boolean isInterface) {
            String whole = owner + "." + callee + descriptor;
            if (OF_BITS.containsKey(whole)) {
                boolean isLong = OF_BITS.get(whole).get();
                callBits(callee, descriptor.replace(")", "I)"), isLong);
            } else if (OF_NUMBERS.contains(whole) || (COMPUTING.contains(owner) && !AS_THEY_ARE.contains(callee)))
                super.visitMethodInsn(opcode, owner, callee, descriptor, isInterface);
            else throw refused("calls " + whole);
        }
    }
}
