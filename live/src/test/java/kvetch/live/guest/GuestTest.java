package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vavr.collection.HashSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestTest {
    @Test
    void answersWhatItIsAsked() {
        try (Guest guest = ScriptedGuest.answering("echo \"=kv $id $name-$args\"")) {
            assertThat(guest.ready()).isEqualTo(new Guest.Ready("6.1.999", 4096, 2_000_000, false, HashSet.empty()));
            assertThat(guest.ask("map 1 2")).isEqualTo("map-1 2");
            assertThat(guest.ask(List.of("stop", "log 3"))).containsExactly("stop-", "log-3");
        }
    }

    @Test
    void whatTheKernelSaysInBetweenIsNoAnswer() {
        String chatter =
                "echo 'md: a word'; echo '=kv 99 not mine'; printf 'half a line'; printf '\\n=kv %s yes\\n' \"$id\"";
        try (Guest guest = ScriptedGuest.answering(chatter)) {
            assertThat(guest.ask("map 1")).isEqualTo("yes");
            assertThat(guest.ask("map 2")).isEqualTo("yes");
        }
    }

    @Test
    void lineAfterLineIsAnAnswerHoweverItComes() {
        String slowly = "printf '=k'; printf 'v %s' \"$id\"; sleep 0.1; printf ' whole\\n'";
        try (Guest guest = ScriptedGuest.answering(slowly)) {
            assertThat(guest.ask("map 1")).isEqualTo("whole");
        }
    }

    @Test
    void whatItDiesOfIsKnownWithItsLastWords() {
        String death = "echo 'Kernel panic - not syncing: Kernel mode signal 8'; exit 1";
        Guest guest = ScriptedGuest.answering(death);
        GuestDied died = catchThrowableOfType(GuestDied.class, () -> guest.ask("map 0"));
        assertThat(died.wasSilent()).isFalse();
        assertThat(died.lastWords()).containsExactly("Kernel panic - not syncing: Kernel mode signal 8");
        assertThat(died).hasMessageStartingWith("the kernel died of 'map 0': Kernel panic");
        assertThat(guest.isDead()).isTrue();
    }

    @Test
    void whoKeepsSilentIsKilled() {
        Guest guest = ScriptedGuest.answering(ScriptedGuest.SILENT);
        GuestDied died = catchThrowableOfType(GuestDied.class, () -> guest.ask("discard 0 1"));
        assertThat(died.wasSilent()).isTrue();
        assertThat(died).hasMessage("the kernel gives no answer to 'discard 0 1' and was killed");
        assertThat(guest.isRunning()).isFalse();
    }

    @Test
    void whoPanicsAndKeepsSilentHasDied() {
        Guest guest = ScriptedGuest.answering(
                "echo 'Kernel panic - not syncing: Kernel mode signal 8'; " + ScriptedGuest.SILENT);
        GuestDied died = catchThrowableOfType(GuestDied.class, () -> guest.ask("map 0"));
        assertThat(died.wasSilent()).isFalse();
        assertThat(died.lastWords()).containsExactly("Kernel panic - not syncing: Kernel mode signal 8");
    }

    @Test
    void aCommandIsNeverLongerThanAConsoleTakes() {
        String longest = "if [ ${#args} -gt 1600 ]; then echo \"=kv $id too long\"; else case $name in"
                + " more) all=\"$all $args\"; echo \"=kv $id 0\";;"
                + " *) echo \"=kv $id $name$all $args\"; all=;; esac; fi";
        String numbers = " 123456789".repeat(700);
        try (Guest guest = ScriptedGuest.answering(longest)) {
            assertThat(guest.ask("map" + numbers)).isEqualTo("map" + numbers);
            assertThat(guest.ask(List.of("map" + numbers, "log 1", "map" + numbers)))
                    .containsExactly("map" + numbers, "log 1", "map" + numbers);
        }
    }

    /** Whether it has time left is asked only where nothing has come. */
    @Test
    void whatTakesLongIsGivenLess() {
        List<Long> waits = new ArrayList<>();
        String script = ScriptedGuest.UP + "while read -r id name args; do echo \"=kv $id 0\"; done";
        try (Guest guest = Guest.boot(
                List.of("/bin/sh", "-c", script),
                "6.1.999",
                process -> (lines, ms) -> {
                    waits.add(ms);
                    return lines.take();
                },
                120_000,
                60_000)) {
            guest.ask("map 0");
            guest.askBriefly("discard 0 1");
        }
        assertThat(waits).containsExactly(120_000L, 60_000L, 8_000L);
    }

    @Test
    void garbageIsNoAnswer() {
        String garbage = "printf '\\377\\376\\0 =kv \\n=kv\\n=kv x\\n=kv %s\\n' \"$id\"; echo \"=kv $id yes\"";
        try (Guest guest = ScriptedGuest.answering(garbage)) {
            assertThat(guest.ask(List.of("map 1", "map 2"))).containsExactly("yes", "yes");
        }
    }

    /** Of a line that it did not end it has said all that it can. */
    @Test
    void halfALineIsALastWord() {
        Guest guest = ScriptedGuest.answering("printf 'BUG: unable to han'; exit 1");
        GuestDied died = catchThrowableOfType(GuestDied.class, () -> guest.ask("map 0"));
        assertThat(died.lastWords()).containsExactly("BUG: unable to han");
        Guest other = ScriptedGuest.answering("printf '=kv %s 0 1,2' \"$id\" | head -c 5; exit 1");
        assertThatExceptionOfType(GuestDied.class).isThrownBy(() -> other.ask("map 0"));
    }

    @Test
    void whoDoesNotComeUpIsTold() {
        assertThatExceptionOfType(DoesNotComeUp.class)
                .isThrownBy(() -> ScriptedGuest.running("echo 'not a kernel'; echo; exit 3"))
                .withMessage("Linux 6.1.999 does not come up; it ended with 3; the last it says is: not a kernel");
        assertThatExceptionOfType(DoesNotComeUp.class)
                .isThrownBy(() -> ScriptedGuest.running("kill -ILL $$"))
                .withMessage("Linux 6.1.999 does not come up; it was ended by signal 4, as where the processor lacks an"
                        + " instruction");
        assertThatExceptionOfType(DoesNotComeUp.class)
                .isThrownBy(() -> ScriptedGuest.running("echo 'Kernel panic - not syncing: no init'; echo R15; exit 1"))
                .withMessageEndingWith("the last it says is: Kernel panic - not syncing: no init");
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() -> ScriptedGuest.running("echo '=kv module raid0.ko 8'; cat"))
                .withMessage("Linux 6.1.999 does not take the module raid0.ko: errno 8");
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(
                        () -> ScriptedGuest.running("echo '=kv ready 6.1.999 4096 2000000 once no-raid0 loop'; cat"))
                .withMessage("Linux 6.1.999 has no raid0 built in, and no folder with its modules was found; name it");
    }

    @Test
    void whoIsSilentAtBootIsTold() {
        assertThatExceptionOfType(DoesNotComeUp.class)
                .isThrownBy(() -> ScriptedGuest.running("echo 'Booting'; " + ScriptedGuest.SILENT))
                .withMessage("Linux 6.1.999 does not come up within 60 s; the last it says is: Booting");
    }
}
