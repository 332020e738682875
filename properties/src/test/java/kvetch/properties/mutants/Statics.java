package kvetch.properties.mutants;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the constants of some classes hold, as far as it can be changed: arrays, and objects of these classes. */
final class Statics {
    private final List<Runnable> restorers = new ArrayList<>();

    Statics(List<Class<?>> types) {
        try {
            for (Class<?> type : types)
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) continue;
                    field.setAccessible(true);
                    remember(field.get(null), types);
                }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts back what they held. */
    void restore() {
        restorers.forEach(Runnable::run);
    }

    private void remember(@Nullable Object held, List<Class<?>> types) throws IllegalAccessException {
        if (held == null) return;
        if (held.getClass().isArray()) rememberElements(held);
        else if (types.contains(held.getClass())) rememberFields(held);
    }

    private void rememberElements(Object array) {
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        restorers.add(() -> System.arraycopy(copy, 0, array, 0, length));
    }

    private void rememberFields(Object object) throws IllegalAccessException {
        for (Field field : object.getClass().getDeclaredFields()) {
            if ((field.getModifiers() & (Modifier.STATIC | Modifier.FINAL)) != 0) continue;
            field.setAccessible(true);
            Object value = field.get(object);
            restorers.add(() -> put(field, object, value));
        }
    }

    private static void put(Field field, Object object, @Nullable Object value) {
        try {
            field.set(object, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
