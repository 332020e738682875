package kvetch.prove.narrow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import kvetch.api.Machine;
import kvetch.properties.narrow.Widths;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/**
 * Loads the driver once more, with integers of other widths: all of its classes from the same files, those that compute rewritten
 * on the way. Everything else, machines and allocators among it, is what it is elsewhere.
 */
final class NarrowLoader extends ClassLoader {
    private static final String DRIVER = Raid0.class.getPackageName() + ".";

    private final Widths widths;

    /**
     * Of a driver.
     *
     * @param widths how wide its integers are
     */
    NarrowLoader(Widths widths) {
        super(NarrowLoader.class.getClassLoader());
        this.widths = widths;
        // What is loaded here is in no module, and calls what is in this one.
        Module module = NarrowLoader.class.getModule();
        if (module.isNamed()) module.addExports(NarrowLoader.class.getPackageName(), getUnnamedModule());
    }

    /**
     * A driver on a machine that has just booted.
     *
     * @param kernel the name of a kernel
     * @param machine the machine, with the kernel's own allocators
     * @return a new driver
     */
    NarrowDriver driver(String kernel, Machine machine) {
        try {
            Constructor<?> constructor =
                    loadClass(NarrowRaid0.class.getName()).getConstructor(String.class, Machine.class, int.class);
            return (NarrowDriver) constructor.newInstance(kernel, machine, widths.sector());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the driver was not loaded again", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean isAgain = name.startsWith(DRIVER) || name.equals(NarrowRaid0.class.getName());
        if (!isAgain) return super.loadClass(name, resolve);
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? again(name) : loaded;
        }
    }

    private Class<?> again(String name) throws ClassNotFoundException {
        Class<?> beside = name.startsWith(DRIVER) ? Raid0.class : NarrowRaid0.class;
        byte[] file = file(beside, name);
        if (file == null) throw new ClassNotFoundException(name);
        byte[] code = Narrowing.COMPUTING.contains(name.replace('.', '/')) ? Narrowing.of(file, widths) : file;
        return defineClass(name, code, 0, code.length);
    }

    private static byte @Nullable [] file(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
