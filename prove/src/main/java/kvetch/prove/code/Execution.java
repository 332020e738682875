package kvetch.prove.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kvetch.prove.term.Facts;
import kvetch.prove.term.Term;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Executes functions of the driver on formulas instead of numbers, from their byte code.
 *
 * <p>Every branch is taken both ways, unless what is known says which; what comes of the ways is put together again where the
 * function returns. A call is executed, too. Whatever has no formula is refused.
 */
public final class Execution {
    private final Functions functions;
    private final Notes notes = new Notes(new ArrayList<>(), new ArrayList<>());

    /** Of some functions. */
    public Execution(Functions functions) {
        this.functions = functions;
    }

    /**
     * What is noted on the way.
     *
     * @param traps when something is divided by zero
     * @param known what holds of variables that stand for what has no formula
     */
    record Notes(List<Term> traps, List<Term> known) {}

    /** One way through a function. */
    private record Way(Term condition, Word value) {}

    /** Where a way has come to. */
    private record State(int at, Map<Integer, Word> variables, Deque<Word> stack, Term condition, Facts facts) {
        State go(int to) {
            return new State(to, variables, stack, condition, facts);
        }

        State where(Term truth, int to) {
            return new State(
                    to, new HashMap<>(variables), new ArrayDeque<>(stack), condition.and(truth), facts.and(truth));
        }
    }

    /**
     * Calls a function.
     *
     * @param name its name
     * @param facts what is known of the arguments beyond their ranges
     * @param arguments a number for each; ints and longs are told apart by what the function takes
     * @return what it gives
     */
    public Word call(String name, Facts facts, Term... arguments) {
        Functions.Function function = functions.named(name);
        Type[] types = Type.getArgumentTypes(function.descriptor());
        if (types.length != arguments.length)
            throw new Unsupported(name + " takes " + types.length + " numbers, not " + arguments.length);
        Word[] words = new Word[types.length];
        for (int i = 0; i < words.length; i++) words[i] = new Word(arguments[i], bits(types[i]));
        return run(function, words, Term.TRUE, facts);
    }

    /** When something was divided by zero on the way. */
    public Term trap() {
        Term any = Term.FALSE;
        for (Term trap : notes.traps()) any = any.or(trap);
        return any;
    }

    /** What holds of those variables that stand for what has no formula. */
    public List<Term> known() {
        return List.copyOf(notes.known());
    }

    /** The number of ones of a number, of which nothing else is known. */
    public static Term ones(Term number) {
        return Operations.ofBits("ones", number);
    }

    private static int bits(Type type) {
        return switch (type.getSort()) {
            case Type.INT, Type.BOOLEAN -> 32;
            case Type.LONG -> 64;
            default -> throw new Unsupported(type.getClassName() + " is no integer");
        };
    }

    private Word run(Functions.Function function, Word[] arguments, Term condition, Facts facts) {
        Map<Integer, Word> variables = new HashMap<>();
        int at = 0;
        for (Word argument : arguments) {
            variables.put(at, argument);
            at += argument.bits() / 32;
        }
        List<Way> ways = new ArrayList<>();
        Deque<State> open = new ArrayDeque<>();
        open.push(new State(0, variables, new ArrayDeque<>(), condition, facts));
        while (!open.isEmpty()) walk(function, open.pop(), open, ways);
        // Ways exclude each other, so that the last one needs no condition.
        Word result = ways.get(ways.size() - 1).value;
        for (int i = ways.size() - 2; i >= 0; i--) {
            Way way = ways.get(i);
            result = result.with(Term.choose(way.condition, way.value.term(), result.term()));
        }
        return result;
    }

    private void walk(Functions.Function function, State start, Deque<State> open, List<Way> ways) {
        State state = start;
        while (true) {
            Instruction instruction = function.body().get(state.at);
            int opcode = instruction.opcode();
            if (opcode == Opcodes.IRETURN || opcode == Opcodes.LRETURN) {
                ways.add(new Way(state.condition, state.stack.pop()));
                return;
            }
            if (opcode == Opcodes.GOTO) {
                state = state.go((int) instruction.operand());
                continue;
            }
            Term branch = branch(opcode, state);
            if (branch == null) {
                step(function, instruction, state);
                state = state.go(state.at + 1);
                continue;
            }
            Term known = state.facts.simplified(branch);
            if (!known.equals(Term.FALSE) && !known.equals(Term.TRUE)) {
                open.push(state.where(known.not(), state.at + 1));
                state = state.where(known, (int) instruction.operand());
            } else state = state.go(known.equals(Term.TRUE) ? (int) instruction.operand() : state.at + 1);
        }
    }

    /** When an instruction jumps; null if it never does. */
    private static @Nullable Term branch(int opcode, State state) {
        boolean isWithZero = opcode >= Opcodes.IFEQ && opcode <= Opcodes.IFLE;
        if (!isWithZero && !(opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ICMPLE)) return null;
        Term right = isWithZero ? Term.of(0) : state.stack.pop().signed(state.facts);
        Term left = state.stack.pop().signed(state.facts);
        return switch (opcode) {
            case Opcodes.IFEQ, Opcodes.IF_ICMPEQ -> left.is(right);
            case Opcodes.IFNE, Opcodes.IF_ICMPNE -> left.is(right).not();
            case Opcodes.IFLT, Opcodes.IF_ICMPLT -> left.below(right);
            case Opcodes.IFGE, Opcodes.IF_ICMPGE -> right.atMost(left);
            case Opcodes.IFGT, Opcodes.IF_ICMPGT -> right.below(left);
            default -> left.atMost(right);
        };
    }

    private void step(Functions.Function function, Instruction instruction, State state) {
        Deque<Word> stack = state.stack;
        Facts facts = state.facts;
        int opcode = instruction.opcode();
        switch (opcode) {
            case Instruction.CONSTANT_INT -> stack.push(Word.of(instruction.operand(), 32));
            case Instruction.CONSTANT_LONG -> stack.push(Word.of(instruction.operand(), 64));
            case Opcodes.ILOAD, Opcodes.LLOAD ->
                stack.push(Objects.requireNonNull(state.variables.get((int) instruction.operand())));
            case Opcodes.ISTORE, Opcodes.LSTORE -> state.variables.put((int) instruction.operand(), stack.pop());
            case Opcodes.I2L -> stack.push(new Word(stack.pop().signed(facts), 64));
            case Opcodes.L2I -> stack.push(new Word(stack.pop().term(), 32));
            case Opcodes.INEG, Opcodes.LNEG -> stack.push(negated(stack.pop()));
            case Opcodes.INVOKESTATIC -> call(function, instruction, state);
            default -> {
                if (stack.size() < 2) throw new Unsupported(function.name() + " has the instruction " + opcode);
                Word right = stack.pop();
                Word left = stack.pop();
                stack.push(new Operations(state.condition, facts, notes).of(function.name(), opcode, left, right));
            }
        }
    }

    private static Word negated(Word word) {
        return word.with(word.term().negated());
    }

    private void call(Functions.Function function, Instruction instruction, State state) {
        Instruction.Callee callee = Objects.requireNonNull(instruction.call());
        Word[] arguments = new Word[Type.getArgumentTypes(callee.descriptor()).length];
        for (int i = arguments.length - 1; i >= 0; i--) arguments[i] = state.stack.pop();
        Functions.Function mine = functions.find(callee);
        Word result = mine != null
                ? run(mine, arguments, state.condition, state.facts)
                : new Operations(state.condition, state.facts, notes).call(callee, arguments);
        if (result == null) throw new Unsupported(function.name() + " calls " + callee);
        state.stack.push(result);
    }
}
