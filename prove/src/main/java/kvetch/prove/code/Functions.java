package kvetch.prove.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kvetch.prove.code.Instruction.Callee;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The static functions of classes, as they were compiled. Where two have a function of the same name, the first one's counts. */
public final class Functions {
    private final Map<String, Function> byName = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();

    /**
     * A function.
     *
     * @param name its name
     * @param descriptor what it takes and gives, as the byte code has it
     * @param body what it does
     */
    record Function(String name, String descriptor, List<Instruction> body) {}

    private Functions() {}

    /** Those of some classes, each of which must have its class file at hand. */
    public static Functions of(Class<?>... types) {
        Functions functions = new Functions();
        for (Class<?> type : types) functions.read(type);
        return functions;
    }

    private void read(Class<?> type) {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) throw new IllegalStateException("no class file of " + type.getName());
            new ClassReader(in).accept(new Collector(), ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        owners.put(type.getName().replace('.', '/'), type.getSimpleName());
    }

    /** The function of a name. */
    Function named(String name) {
        Function function = byName.get(name);
        if (function == null) throw new Unsupported("there is no function " + name);
        return function;
    }

    /** What a call of another function goes to; null if it is to none of these. */
    @Nullable
    Function find(Callee callee) {
        Function function = byName.get(callee.name());
        boolean isMine = function != null
                && owners.containsKey(callee.owner())
                && function.descriptor().equals(callee.descriptor());
        return isMine ? function : null;
    }

    private final class Collector extends ClassVisitor {
        Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if ((access & Opcodes.ACC_STATIC) == 0 || name.startsWith("<") || byName.containsKey(name)) return null;
            Body body = new Body(name) {
                @Override
                public void visitEnd() {
                    byName.put(name, new Function(name, descriptor, instructions()));
                }
            };
            return body;
        }
    }
}
