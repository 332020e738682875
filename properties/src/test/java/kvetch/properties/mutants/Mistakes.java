package kvetch.properties.mutants;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** What can be got wrong at one place of a source file. */
final class Mistakes {
    private static final String U32 = " & 0xffff_ffffL)";

    /** What is taken for what. */
    private static final Map<String, String> NEIGHBOURS = Map.ofEntries(
            Map.entry("LAYOUT_ORIGINAL", "LAYOUT_ALTERNATE"),
            Map.entry("LAYOUT_ALTERNATE", "LAYOUT_ORIGINAL"),
            Map.entry("LAYOUT_UNKNOWN", "LAYOUT_ORIGINAL"),
            Map.entry("EINVAL", "ENOMEM"),
            Map.entry("ENOMEM", "EINVAL"),
            Map.entry("EOPNOTSUPP", "EINVAL"),
            Map.entry("EIO", "EINVAL"),
            Map.entry("CONF_STRIP_ZONE", "CONF_DEVLIST"),
            Map.entry("CONF_DEVLIST", "CONF_STRIP_ZONE"),
            Map.entry("CONF_NR_STRIP_ZONES", "CONF_LAYOUT"),
            Map.entry("CONF_LAYOUT", "CONF_NR_STRIP_ZONES"),
            Map.entry("ZONE_END", "DEV_START"),
            Map.entry("DEV_START", "ZONE_END"),
            Map.entry("NB_DEV", "DISK_SHIFT"),
            Map.entry("DISK_SHIFT", "NB_DEV"));

    private static final Map<String, String> SIZES =
            Map.of("POINTER_BYTES", "4", "Raid0.POINTER_BYTES", "4", "CONF_BYTES", "16", "StripZone.BYTES", "16");

    private static final Map<Tree.Kind, String> RELATIONS = Map.of(
            Tree.Kind.LESS_THAN, "<",
            Tree.Kind.LESS_THAN_EQUAL, "<=",
            Tree.Kind.GREATER_THAN, ">",
            Tree.Kind.GREATER_THAN_EQUAL, ">=");

    private static final Map<String, String> SWAPPED = Map.ofEntries(
            Map.entry("+", "-"),
            Map.entry("-", "+"),
            Map.entry("*", "/"),
            Map.entry("/", "*"),
            Map.entry("%", "/"),
            Map.entry("<<", ">>"),
            Map.entry(">>", "<<"),
            Map.entry(">>>", "<<"),
            Map.entry("&", "|"),
            Map.entry("|", "&"),
            Map.entry("&&", "||"),
            Map.entry("||", "&&"),
            Map.entry("<", "<="),
            Map.entry("<=", "<"),
            Map.entry(">", ">="),
            Map.entry(">=", ">"),
            Map.entry("==", "!="),
            Map.entry("!=", "=="),
            Map.entry("+=", "-="),
            Map.entry("-=", "+="));

    /** The order of their arguments does not matter. */
    private static final Set<String> COMMUTATIVE = Set.of("min", "max", "smaller", "multiplyHigh", "wrappingProduct");

    /** What goes to the log, which no law reads. */
    private static final Set<String> WORDS = Set.of("setCallTrace", "printk");

    private static final Set<String> ZEROES = Set.of("ZONE_END", "CONF_STRIP_ZONE", "KERNEL");
    private static final Set<String> FREES =
            Set.of("free", "kfree", "freeTable", "freeConf", "abort", "raid0Free", "integrityFailed");
    private static final Set<String> NOTHING = Set.of("0", "Address.NULL", "UNKNOWN", "false");

    private final CompilationUnitTree unit;
    private final Trees trees;
    private final String source;

    /** Gets mistakes. */
    @FunctionalInterface
    interface Sink {
        void accept(Operator operator, Tree tree, String after);
    }

    Mistakes(CompilationUnitTree unit, Trees trees, String source) {
        this.unit = unit;
        this.trees = trees;
        this.source = source;
    }

    Mutant.Edit edit(Tree tree, String after) {
        return new Mutant.Edit(start(tree), text(tree), after);
    }

    /** The name of the method that is called; empty if it is no call. */
    static String nameOfCall(Tree tree) {
        if (!(tree instanceof MethodInvocationTree call)) return "";
        String select = call.getMethodSelect().toString();
        return select.substring(select.lastIndexOf('.') + 1);
    }

    /** All mistakes of which the tree at the end of the path is what is changed. */
    void at(TreePath path, Sink sink) {
        Tree tree = path.getLeaf();
        // What a record has, and nobody has written.
        if (end(tree) < 0) return;
        if (tree instanceof BinaryTree binary) binary(path, binary, sink);
        else if (tree instanceof MethodInvocationTree call) call(path, call, sink);
        else if (tree instanceof TypeCastTree cast) cast(path, cast, sink);
        else if (tree instanceof LiteralTree literal) literal(path, literal, sink);
        else if (tree instanceof UnaryTree unary) unary(unary, sink);
        else if (tree instanceof IdentifierTree || tree instanceof MemberSelectTree) constant(path, tree, sink);
        else if (tree instanceof CompoundAssignmentTree assignment) compound(path, assignment, sink);
        else if (tree instanceof IfTree branch) branch(branch, sink);
        else if (tree instanceof ConditionalExpressionTree choice) choice(choice, sink);
        else if (tree instanceof ReturnTree || tree instanceof VariableTree) value(path, tree, sink);
        else if (tree instanceof ExpressionStatementTree statement
                && !(parent(path) instanceof ForLoopTree loop
                        && loop.getUpdate().contains(statement))) statement(statement, sink);
    }

    private static Tree parent(TreePath path) {
        return path.getParentPath().getLeaf();
    }

    private void binary(TreePath path, BinaryTree tree, Sink sink) {
        String left = text(tree.getLeftOperand());
        String right = text(tree.getRightOperand());
        String between = source.substring(end(tree.getLeftOperand()), start(tree.getRightOperand()));
        String sign = between.strip();
        String swap = SWAPPED.get(sign);
        TypeKind kind = kind(path, tree);
        if (kind == null || swap == null) return;
        String swapped = left + between.replace(sign, swap) + right;
        boolean loops = isLoopCondition(path);
        if (RELATIONS.containsKey(tree.getKind())) {
            sink.accept(loops ? Operator.LOOP : Operator.OFF_BY_ONE, tree, swapped);
            if (loops) sink.accept(Operator.LOOP, tree, left + between + right + " - 1");
            else otherSign(path, tree, sink);
        } else if (sign.equals("&&") || sign.equals("||")) {
            sink.accept(Operator.CONDITION, tree, left);
            sink.accept(Operator.CONDITION, tree, right);
            sink.accept(Operator.CONDITION, tree, swapped);
        } else if (sign.equals("==") || sign.equals("!=")) {
            sink.accept(Operator.CONDITION, tree, swapped);
        } else if (kind == TypeKind.INT || kind == TypeKind.LONG) arithmetic(path, tree, swapped, sink);
    }

    private void arithmetic(TreePath path, BinaryTree tree, String swapped, Sink sink) {
        String left = text(tree.getLeftOperand());
        String right = text(tree.getRightOperand());
        boolean isLong = kind(path, tree) == TypeKind.LONG;
        // What comes first in a struct is at 0, and GFP_KERNEL has no bits here.
        boolean addsNothing = isZero(right) && tree.getKind() != Tree.Kind.AND;
        boolean addsToNothing = isZero(left) && tree.getKind() == Tree.Kind.OR;
        if (!addsNothing) sink.accept(Operator.ARITHMETIC, tree, swapped);
        switch (tree.getKind()) {
            case PLUS, MULTIPLY, OR, AND -> {
                if (!addsNothing) sink.accept(Operator.TERM, tree, left);
                if (!addsToNothing) sink.accept(Operator.TERM, tree, right);
            }
            case MINUS -> {
                sink.accept(Operator.TERM, tree, left);
                sink.accept(Operator.ARGUMENTS, tree, "(" + right + " - (" + left + "))");
            }
            case DIVIDE, REMAINDER, LEFT_SHIFT, RIGHT_SHIFT, UNSIGNED_RIGHT_SHIFT ->
                sink.accept(Operator.TERM, tree, left);
            default -> {}
        }
        boolean widens = tree.getKind() == Tree.Kind.PLUS
                || tree.getKind() == Tree.Kind.MINUS
                || tree.getKind() == Tree.Kind.MULTIPLY
                || tree.getKind() == Tree.Kind.LEFT_SHIFT;
        if (widens && !isAddress(path)) {
            if (isLong) sink.accept(Operator.WIDTH, tree, "((" + text(tree) + ")" + U32);
            else if (goesToLong(path))
                sink.accept(Operator.WIDTH, tree, "((long) (" + left + ") " + sign(tree) + " " + right + ")");
        }
        if (tree.getKind() == Tree.Kind.UNSIGNED_RIGHT_SHIFT) sink.accept(Operator.SIGN, tree, left + " >> " + right);
        if (tree.getKind() == Tree.Kind.DIVIDE || tree.getKind() == Tree.Kind.REMAINDER) {
            String type = isLong ? "Long." : "Integer.";
            String name = tree.getKind() == Tree.Kind.DIVIDE ? "divideUnsigned(" : "remainderUnsigned(";
            sink.accept(Operator.SIGN, tree, type + name + left + ", " + right + ")");
        }
    }

    /** Whether it is where memory is read or written, which nobody cuts. */
    private static boolean isAddress(TreePath path) {
        return parent(path) instanceof MethodInvocationTree call
                && nameOfCall(call).matches("(read|write)U(32|64)")
                && call.getArguments().get(0) == path.getLeaf();
    }

    private static boolean isZero(String text) {
        return ZEROES.contains(text.substring(text.lastIndexOf('.') + 1));
    }

    private String sign(BinaryTree tree) {
        return source.substring(end(tree.getLeftOperand()), start(tree.getRightOperand()))
                .strip();
    }

    /** An unsigned comparison for a signed one. */
    private void otherSign(TreePath path, BinaryTree tree, Sink sink) {
        if (nameOfCall(tree.getLeftOperand()).startsWith("compare")) return;
        TypeKind left = kind(path, tree.getLeftOperand());
        TypeKind right = kind(path, tree.getRightOperand());
        String type = left == TypeKind.LONG || right == TypeKind.LONG ? "Long" : "Integer";
        sink.accept(
                Operator.SIGN,
                tree,
                type + ".compareUnsigned(" + text(tree.getLeftOperand()) + ", " + text(tree.getRightOperand()) + ") "
                        + sign(tree) + " 0");
    }

    private void call(TreePath path, MethodInvocationTree call, Sink sink) {
        List<? extends ExpressionTree> arguments = call.getArguments();
        String name = nameOfCall(call);
        String select = text(call.getMethodSelect());
        String first = arguments.isEmpty() ? "" : text(arguments.get(0));
        String second = arguments.size() < 2 ? "" : text(arguments.get(1));
        switch (name) {
            case "isBelow" -> {
                sink.accept(Operator.SIGN, call, "(" + first + ") < (" + second + ")");
                sink.accept(Operator.OFF_BY_ONE, call, "!" + select + "(" + second + ", " + first + ")");
            }
            case "compareUnsigned" ->
                sink.accept(Operator.SIGN, call, select.replace("Unsigned", "") + "(" + first + ", " + second + ")");
            case "divideUnsigned" -> sink.accept(Operator.SIGN, call, "((" + first + ") / (" + second + "))");
            case "remainderUnsigned" -> sink.accept(Operator.SIGN, call, "((" + first + ") % (" + second + "))");
            case "toUnsignedLong" -> sink.accept(Operator.SIGN, call, "((long) (" + first + "))");
            case "smaller" -> sink.accept(Operator.SIGN, call, "Math.min(" + first + ", " + second + ")");
            case "min" -> sink.accept(Operator.CONDITION, call, "Math.max(" + first + ", " + second + ")");
            case "max" -> sink.accept(Operator.CONDITION, call, "Math.min(" + first + ", " + second + ")");
            case "readU64" ->
                sink.accept(Operator.WIDTH, call, "(" + select.replace("64", "32") + "(" + first + ")" + U32);
            case "readU32" ->
                sink.accept(Operator.WIDTH, call, "(int) " + select.replace("32", "64") + "(" + first + ")");
            case "writeU64" ->
                sink.accept(
                        Operator.WIDTH, call, select.replace("64", "32") + "(" + first + ", (int) (" + second + "))");
            case "writeU32" ->
                sink.accept(Operator.WIDTH, call, select.replace("32", "64") + "(" + first + ", " + second + ")");
            default -> {}
        }
        if (!COMMUTATIVE.contains(name)) swappedArguments(path, call, sink);
    }

    private void swappedArguments(TreePath path, MethodInvocationTree call, Sink sink) {
        List<? extends ExpressionTree> arguments = call.getArguments();
        for (int i = 1; i < arguments.size(); i++) {
            ExpressionTree one = arguments.get(i - 1);
            ExpressionTree other = arguments.get(i);
            TypeMirror type = type(path, one);
            if (type == null || text(one).equals(text(other))) continue;
            if (!type.toString().equals(String.valueOf(type(path, other)))) continue;
            int from = start(call);
            String after = source.substring(from, start(one))
                    + text(other)
                    + source.substring(end(one), start(other))
                    + text(one)
                    + source.substring(end(other), end(call));
            sink.accept(Operator.ARGUMENTS, call, after);
        }
    }

    /** A widening that is left out, so that what follows is counted in an int. */
    private void cast(TreePath path, TypeCastTree cast, Sink sink) {
        if (kind(path, cast) == TypeKind.LONG && kind(path, cast.getExpression()) == TypeKind.INT)
            sink.accept(Operator.WIDTH, cast, text(cast.getExpression()));
    }

    private void literal(TreePath path, LiteralTree literal, Sink sink) {
        Tree parent = path.getParentPath().getLeaf();
        if (literal.getValue() instanceof Boolean value) {
            sink.accept(Operator.CONDITION, literal, value ? "false" : "true");
            return;
        }
        if (!(literal.getValue() instanceof Number number) || parent.getKind() == Tree.Kind.UNARY_MINUS) return;
        long value = number.longValue();
        String suffix = number instanceof Long ? "L" : "";
        boolean begins = parent instanceof VariableTree
                && path.getParentPath().getParentPath().getLeaf() instanceof ForLoopTree;
        if (begins) sink.accept(Operator.LOOP, literal, value == 0 ? "1" : "0");
        else if (value == 0) sink.accept(Operator.OFF_BY_ONE, literal, "1" + suffix);
        else if (value == 1) {
            if (kind(path, parent) != null) sink.accept(Operator.OFF_BY_ONE, literal, "0" + suffix);
            sink.accept(Operator.OFF_BY_ONE, literal, "2" + suffix);
        } else sink.accept(Operator.CONSTANT, literal, (value + 1) + suffix);
    }

    private void unary(UnaryTree unary, Sink sink) {
        String operand = text(unary.getExpression());
        switch (unary.getKind()) {
            case LOGICAL_COMPLEMENT, BITWISE_COMPLEMENT ->
                sink.accept(
                        unary.getKind() == Tree.Kind.LOGICAL_COMPLEMENT ? Operator.CONDITION : Operator.TERM,
                        unary,
                        operand);
            case UNARY_MINUS -> sink.accept(Operator.CONSTANT, unary, "0");
            default -> {}
        }
    }

    private void constant(TreePath path, Tree tree, Sink sink) {
        // A part of a longer name is changed with it.
        if (path.getParentPath().getLeaf() instanceof MemberSelectTree) return;
        String text = text(tree);
        int dot = text.lastIndexOf('.') + 1;
        String neighbour = NEIGHBOURS.get(text.substring(dot));
        if (neighbour != null) sink.accept(Operator.CONSTANT, tree, text.substring(0, dot) + neighbour);
        String size = SIZES.get(text);
        if (size != null) sink.accept(Operator.CONSTANT, tree, size);
    }

    private void compound(TreePath path, CompoundAssignmentTree tree, Sink sink) {
        String variable = text(tree.getVariable());
        String value = text(tree.getExpression());
        String sign = source.substring(end(tree.getVariable()), start(tree.getExpression()))
                .strip();
        String swap = SWAPPED.get(sign);
        if (swap == null) return;
        sink.accept(Operator.ARITHMETIC, tree, variable + " " + swap + " " + value);
        sink.accept(Operator.TERM, tree, variable + " = " + value);
        if (kind(path, tree.getVariable()) == TypeKind.LONG)
            sink.accept(
                    Operator.WIDTH,
                    tree,
                    variable + " = ((" + variable + " " + sign.charAt(0) + " (" + value + "))" + U32);
    }

    private void branch(IfTree branch, Sink sink) {
        Tree condition = branch.getCondition();
        String bare = text(condition).substring(1, text(condition).length() - 1);
        if (isWorthNegating(condition)) sink.accept(Operator.CONDITION, condition, "(!(" + bare + "))");
        if (branch.getElseStatement() != null) return;
        sink.accept(Operator.CHECK, branch, ";");
        sink.accept(Operator.CONDITION, condition, "(true)");
    }

    /** Whether no other mistake does the same. */
    private static boolean isWorthNegating(Tree condition) {
        return switch (condition.getKind()) {
            case PARENTHESIZED -> isWorthNegating(((ParenthesizedTree) condition).getExpression());
            case EQUAL_TO, NOT_EQUAL_TO, LOGICAL_COMPLEMENT -> false;
            default -> true;
        };
    }

    private void choice(ConditionalExpressionTree choice, Sink sink) {
        Tree condition = choice.getCondition();
        if (isWorthNegating(condition)) sink.accept(Operator.CONDITION, condition, "!(" + text(condition) + ")");
        sink.accept(Operator.CONDITION, choice, text(choice.getTrueExpression()));
        sink.accept(Operator.CONDITION, choice, text(choice.getFalseExpression()));
    }

    /** A result, or the value that a variable begins with. */
    private void value(TreePath path, Tree tree, Sink sink) {
        ExpressionTree value =
                tree instanceof ReturnTree returned ? returned.getExpression() : ((VariableTree) tree).getInitializer();
        if (value == null || value instanceof LiteralTree || value instanceof UnaryTree) return;
        TypeKind kind = kind(path, value);
        if (kind == TypeKind.BOOLEAN && isWorthNegating(value))
            sink.accept(Operator.CONDITION, value, "!(" + text(value) + ")");
        if (kind != TypeKind.INT && kind != TypeKind.LONG) return;
        if (value instanceof IdentifierTree || value instanceof ConditionalExpressionTree) return;
        sink.accept(Operator.OFF_BY_ONE, value, text(value) + " + 1");
        if (tree instanceof ReturnTree) sink.accept(Operator.OFF_BY_ONE, value, text(value) + " - 1");
    }

    private void statement(ExpressionStatementTree statement, Sink sink) {
        ExpressionTree expression = statement.getExpression();
        String name = nameOfCall(expression);
        if (WORDS.contains(name) || text(statement).startsWith("super(")) return;
        if (expression instanceof AssignmentTree assignment) {
            boolean resets = NOTHING.contains(text(assignment.getExpression()));
            sink.accept(resets ? Operator.STALE : Operator.STORE, statement, ";");
        } else if (FREES.contains(name)) sink.accept(Operator.FREE, statement, ";");
        else if (expression instanceof MethodInvocationTree call
                && (name.startsWith("set") || name.startsWith("write"))) {
            List<? extends ExpressionTree> arguments = call.getArguments();
            boolean resets = !arguments.isEmpty() && NOTHING.contains(text(arguments.get(arguments.size() - 1)));
            sink.accept(resets ? Operator.STALE : Operator.STORE, statement, ";");
        } else sink.accept(Operator.STATEMENT, statement, ";");
    }

    private boolean isLoopCondition(TreePath path) {
        TreePath at = path;
        while (at.getParentPath().getLeaf() instanceof BinaryTree
                || at.getParentPath().getLeaf() instanceof ParenthesizedTree) at = at.getParentPath();
        Tree parent = at.getParentPath().getLeaf();
        return parent instanceof ForLoopTree || parent instanceof WhileLoopTree;
    }

    /** Whether an int becomes a long where it is. */
    private boolean goesToLong(TreePath path) {
        Tree parent = path.getParentPath().getLeaf();
        if (parent instanceof ReturnTree) {
            for (TreePath at = path; at != null; at = at.getParentPath())
                if (at.getLeaf() instanceof com.sun.source.tree.MethodTree method)
                    return String.valueOf(method.getReturnType()).equals("long");
        }
        if (parent instanceof VariableTree variable)
            return variable.getType().toString().equals("long");
        return parent instanceof BinaryTree && kind(path.getParentPath(), parent) == TypeKind.LONG;
    }

    private @Nullable TypeMirror type(TreePath path, Tree tree) {
        return trees.getTypeMirror(path.getLeaf() == tree ? path : new TreePath(path, tree));
    }

    private @Nullable TypeKind kind(TreePath path, Tree tree) {
        boolean isExpression = tree instanceof ExpressionTree;
        TypeMirror type = isExpression ? type(path, tree) : null;
        return type == null ? null : type.getKind();
    }

    private int start(Tree tree) {
        return (int) trees.getSourcePositions().getStartPosition(unit, tree);
    }

    private int end(Tree tree) {
        return (int) trees.getSourcePositions().getEndPosition(unit, tree);
    }

    private String text(Tree tree) {
        return source.substring(start(tree), end(tree));
    }
}
