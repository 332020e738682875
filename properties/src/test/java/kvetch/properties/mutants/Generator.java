package kvetch.properties.mutants;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes all mistakes that there are to make in some sources, always the same ones in the same order. */
final class Generator {
    /** How a checker looks at a running array, what a step may ask, and what the block layer shows: no raid0 has this. */
    private static final Set<String> NOT_THE_DRIVERS = Set.of(
            "zones",
            "zone",
            "zoneAt",
            "zoneDisks",
            "zoneOf",
            "showCapacity",
            "layout",
            "nrStripZones",
            "zoneEnd",
            "kernel",
            "machine",
            "memory",
            "conf",
            "in",
            "name",
            "looks",
            "firstLook",
            "doesNotEnd",
            "dividing",
            "isOfDriver",
            "<init>");

    /** What counts the steps of a driver, so that one without end is noticed. */
    private static final Set<String> COUNTERS = Set.of("idle", "steps", "IDLE_STEPS", "doesNotEnd");

    /** What is said, and what objects of Java are asked. */
    private static final Set<String> WORDS = Set.of("toString", "hashCode", "equals", "size", "<init>");

    /** What a reader remembers no kernel has either; where it reads is the driver's business. */
    private static final Set<String> READS = Set.of("readU32", "readU64");

    private final List<Mutant> mutants = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final Sources sources;

    private Generator(Sources sources) {
        this.sources = sources;
    }

    /** All mistakes, by file and place. */
    static List<Mutant> all(Sources sources) {
        Generator generator = new Generator(sources);
        JavacTask task = new Javac().task(sources.files());
        try {
            Iterable<? extends CompilationUnitTree> units = task.parse();
            task.analyze();
            for (CompilationUnitTree unit : units) generator.read(unit, Trees.instance(task));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(generator.mutants);
    }

    private void read(CompilationUnitTree unit, Trees trees) {
        String path = unit.getSourceFile().getName();
        String file = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
        new Reader(file, new Mistakes(unit, trees, sources.text(file))).scan(unit, this);
    }

    /** Goes through a file. */
    private final class Reader extends TreePathScanner<@Nullable Object, Generator> {
        private final String file;
        private final Mistakes mistakes;

        Reader(String file, Mistakes mistakes) {
            this.file = file;
            this.mistakes = mistakes;
        }

        @Override
        public @Nullable Object scan(@Nullable Tree tree, Generator p) {
            if (tree != null && getCurrentPath() != null) look(new TreePath(getCurrentPath(), tree));
            return super.scan(tree, p);
        }

        private void look(TreePath path) {
            MethodTree method = method(path);
            if (method == null) return;
            String step = method.getName().toString();
            if (!isTheKernels(step, path) || counts(path)) return;
            mistakes.at(path, (operator, tree, after) -> add(operator, step, mistakes.edit(tree, after)));
        }

        private void add(Operator operator, String step, Mutant.Edit edit) {
            String source = sources.text(file);
            if (!made.add(file + ":" + edit.in(source).replaceAll("\\s+", ""))) return;
            String family = file + "/" + step + "/" + operator.word();
            int number = numbers.merge(family, 1, Integer::sum);
            mutants.add(new Mutant(family + "/" + number, operator, file, step, edit));
        }

        /** No kernel has the rest. */
        private boolean isTheKernels(String step, TreePath path) {
            if (sources.part() == Part.MACHINE) return !WORDS.contains(step) && !isCheckOfCaller(path);
            if (!file.equals("TableReader")) return !NOT_THE_DRIVERS.contains(step);
            if (step.equals("address")) return true;
            for (TreePath at = path; at != null; at = at.getParentPath())
                if (READS.contains(Mistakes.nameOfCall(at.getLeaf()))) return true;
            return false;
        }
    }

    /** Whether it is part of what tells a caller in Java that it is mistaken, or of the condition for it. */
    private static boolean isCheckOfCaller(TreePath path) {
        for (TreePath at = path; at != null; at = at.getParentPath()) {
            Tree tree = at.getLeaf();
            if (tree instanceof MethodTree) return false;
            if (tree instanceof ThrowTree) return true;
            if (tree instanceof IfTree branch
                    && branch.getThenStatement() instanceof ThrowTree thrown
                    && thrown.getExpression() instanceof NewClassTree) return true;
        }
        return false;
    }

    /** Whether it is in a statement, or in the condition of one, that counts steps. */
    private static boolean counts(TreePath path) {
        TreePath at = path;
        while (!(at.getLeaf() instanceof StatementTree)) at = at.getParentPath();
        Tree statement = at.getLeaf();
        if (statement instanceof BlockTree || statement instanceof WhileLoopTree) return false;
        boolean[] counts = {false};
        new TreeScanner<@Nullable Object, @Nullable Object>() {
            @Override
            public @Nullable Object visitIdentifier(IdentifierTree name, @Nullable Object p) {
                counts[0] |= COUNTERS.contains(name.getName().toString());
                return null;
            }
        }.scan(statement instanceof IfTree branch ? branch.getCondition() : statement, null);
        return counts[0];
    }

    /** The method whose body it is in. */
    private static @Nullable MethodTree method(TreePath path) {
        Tree below = path.getLeaf();
        for (TreePath at = path; at != null; at = at.getParentPath()) {
            if (at.getLeaf() instanceof MethodTree method) return method.getBody() == below ? method : null;
            below = at.getLeaf();
        }
        return null;
    }
}
