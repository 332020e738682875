package kvetch.properties.mutants;

import java.util.List;

/** All mistakes that are made of today's sources. */
final class Mutants {
    static {
        // What is tested does not need the compiler, and does not read its modules.
        for (String name : List.of("jdk.compiler", "java.compiler")) {
            Module module = ModuleLayer.boot()
                    .findModule(name)
                    .orElseThrow(() -> new IllegalStateException("no " + name + " in this JDK"));
            Mutants.class.getModule().addReads(module);
        }
    }

    private Mutants() {}

    static List<Mutant> all(Part part) {
        return Generator.all(sources(part));
    }

    /** What they are made in. */
    static Sources sources(Part part) {
        return Sources.read(part);
    }
}
