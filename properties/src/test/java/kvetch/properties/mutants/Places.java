package kvetch.properties.mutants;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of some sources. A mistake shows only where the statement is executed that it is in: before that, all goes as it
 * does without.
 */
final class Places {
    /** Of what is in no statement. */
    static final int EVERYWHERE = -1;

    private final List<Place> places = new ArrayList<>();

    /**
     * A statement.
     *
     * @param file the source file, without its ending
     * @param start where it begins
     * @param end where it ends
     * @param isAlone whether it takes braces to put another before it
     */
    private record Place(String file, int start, int end, boolean isAlone) {
        boolean holds(Mutant mutant) {
            int from = mutant.edit().start();
            int to = from + mutant.edit().before().length();
            return file.equals(mutant.file()) && start <= from && to <= end;
        }
    }

    private Places() {}

    static Places of(Sources sources) {
        Places places = new Places();
        JavacTask task = new Javac().task(sources.files());
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            for (CompilationUnitTree unit : task.parse()) places.new Reader(unit, positions).scan(unit, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (places.places.size() > Hits.MOST) throw new IllegalStateException("more statements than there are hits");
        return places;
    }

    /** The number of the statement that a mistake is in; {@link #EVERYWHERE} if it is in none. */
    int of(Mutant mutant) {
        return places.stream()
                .filter(place -> place.holds(mutant))
                .min(Comparator.comparingInt(place -> place.end - place.start))
                .map(places::indexOf)
                .orElse(EVERYWHERE);
    }

    /** The same sources, each statement of which says by its number that it is executed. */
    Sources noting(Sources sources) {
        Map<String, String> texts = new LinkedHashMap<>();
        sources.texts().forEach((file, text) -> texts.put(file, noting(file, text)));
        return new Sources(sources.part(), texts);
    }

    private record Insertion(int at, String text) {}

    private String noting(String file, String text) {
        List<Insertion> insertions = new ArrayList<>();
        for (int number = 0; number < places.size(); number++) {
            Place place = places.get(number);
            if (!place.file.equals(file)) continue;
            String hit = Hits.class.getName() + ".hit(" + number + "); ";
            insertions.add(new Insertion(place.start, place.isAlone ? "{ " + hit : hit));
            if (place.isAlone) insertions.add(new Insertion(place.end, " }"));
        }
        insertions.sort(Comparator.comparingInt(Insertion::at));
        StringBuilder noting = new StringBuilder();
        int done = 0;
        for (Insertion insertion : insertions) {
            noting.append(text, done, insertion.at).append(insertion.text);
            done = insertion.at;
        }
        return noting.append(text.substring(done)).toString();
    }

    /** Finds the statements of a file, but those of constructors, which begin with a call of another one. */
    private final class Reader extends TreeScanner<@Nullable Object, @Nullable Tree> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String file;

        Reader(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            String path = unit.getSourceFile().getName();
            this.file = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
        }

        @Override
        public @Nullable Object scan(@Nullable Tree tree, @Nullable Tree parent) {
            if (tree == null || (tree instanceof MethodTree method && method.getReturnType() == null)) return null;
            boolean isStatement =
                    tree instanceof StatementTree && !(tree instanceof BlockTree) && !(tree instanceof ClassTree);
            if (isStatement && (parent instanceof BlockTree || isBody(tree, parent))) {
                int start = (int) positions.getStartPosition(unit, tree);
                int end = (int) positions.getEndPosition(unit, tree);
                places.add(new Place(file, start, end, !(parent instanceof BlockTree)));
            }
            return tree.accept(this, tree);
        }

        private boolean isBody(Tree tree, @Nullable Tree parent) {
            if (parent instanceof IfTree branch)
                return tree == branch.getThenStatement() || tree == branch.getElseStatement();
            if (parent instanceof ForLoopTree loop) return tree == loop.getStatement();
            if (parent instanceof EnhancedForLoopTree loop) return tree == loop.getStatement();
            return parent instanceof WhileLoopTree loop && tree == loop.getStatement();
        }
    }
}
