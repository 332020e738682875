package ${package};

import kvetch.api.Allocator;
import kvetch.api.AllocatorProvider;
import kvetch.api.Family;
import kvetch.api.Machine;

public final class ${className}Provider implements AllocatorProvider {
    @Override
    public String name() {
        return "${allocator}";
    }

    @Override
    public String description() {
        return "keeps freed pages for the next caller";
    }

    @Override
    public Family family() {
        return Family.KMALLOC;
    }

    @Override
    public Allocator create(Machine machine) {
        return new ${className}(machine);
    }
}
