package kvetch.properties.mutants;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import kvetch.raid0.Host;
import kvetch.raid0.Raid0;
import org.jspecify.annotations.Nullable;

/** Makes drivers with a mistake in them, each a class of its own beside the real one, so that the real one is there to compare with. */
final class Mutated {
    private final Sources sources;
    private final Javac javac = new Javac();
    private int made;

    Mutated(Sources sources) {
        this.sources = sources;
    }

    /** The driver with a mistake, or a copy of the driver without any. */
    Function<Host, Raid0> driver(@Nullable Mutant mutant) {
        return driver(sources, mutant);
    }

    /** A copy of the driver that notes in {@link Hits} which of its statements it executes. */
    Function<Host, Raid0> noting(Places places) {
        return driver(places.noting(sources), null);
    }

    private Function<Host, Raid0> driver(Sources of, @Nullable Mutant mutant) {
        String suffix = "_" + made++;
        Map<String, byte[]> classes = javac.compile(of.copies(suffix, mutant).values());
        try {
            MethodHandles.Lookup beside = MethodHandles.privateLookupIn(Raid0.class, MethodHandles.lookup());
            List<Class<?>> defined = new ArrayList<>();
            for (byte[] bytes : classes.values()) defined.add(beside.defineClass(bytes));
            for (Class<?> type : defined) if (type.getName().equals("kvetch.raid0.Raid0" + suffix)) return maker(type);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("not on the class path", e);
        }
        throw new IllegalStateException("no driver in " + classes.keySet());
    }

    private static Function<Host, Raid0> maker(Class<?> type) {
        try {
            Constructor<?> constructor = type.getConstructor(Host.class);
            return host -> make(constructor, host);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Raid0 make(Constructor<?> constructor, Host host) {
        try {
            return (Raid0) constructor.newInstance(host);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException ours) throw ours;
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
