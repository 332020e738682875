package kvetch.live.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vavr.collection.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestTest {
    private static final long LONG = 30_000;
    private static final long SHORT = 300;

    @Test
    void answersWhatItIsAsked() {
        try (Guest guest = ScriptedGuest.answering("echo \"=kv $id $name-$args\"", LONG)) {
            assertThat(guest.ready()).isEqualTo(new Guest.Ready("6.1.999", 4096, 2_000_000, false, HashSet.empty()));
            assertThat(guest.ask("map 1 2")).isEqualTo("map-1 2");
            assertThat(guest.ask(List.of("stop", "log 3"))).containsExactly("stop-", "log-3");
        }
    }

    @Test
    void whatTheKernelSaysInBetweenIsNoAnswer() {
        String chatter =
                "echo 'md: a word'; echo '=kv 99 not mine'; printf 'half a line'; printf '\\n=kv %s yes\\n' \"$id\"";
        try (Guest guest = ScriptedGuest.answering(chatter, LONG)) {
            assertThat(guest.ask("map 1")).isEqualTo("yes");
            assertThat(guest.ask("map 2")).isEqualTo("yes");
        }
    }

    @Test
    void lineAfterLineIsAnAnswerHoweverItComes() {
        String slowly = "printf '=k'; printf 'v %s' \"$id\"; sleep 0.1; printf ' whole\\n'";
        try (Guest guest = ScriptedGuest.answering(slowly, LONG)) {
            assertThat(guest.ask("map 1")).isEqualTo("whole");
        }
    }

    @Test
    void whatItDiesOfIsKnownWithItsLastWords() {
        String death = "echo 'Kernel panic - not syncing: Kernel mode signal 8'; exit 1";
        Guest guest = ScriptedGuest.answering(death, LONG);
        GuestDied died = catchThrowableOfType(GuestDied.class, () -> guest.ask("map 0"));
        assertThat(died.wasSilent()).isFalse();
        assertThat(died.lastWords()).containsExactly("Kernel panic - not syncing: Kernel mode signal 8");
        assertThat(died).hasMessageStartingWith("the kernel died of 'map 0': Kernel panic");
        assertThat(guest.isDead()).isTrue();
    }

    @Test
    void whoKeepsSilentIsKilled() {
        Guest guest = ScriptedGuest.answering("exec sleep 1000", SHORT);
        GuestDied died = catchThrowableOfType(GuestDied.class, () -> guest.ask("discard 0 1"));
        assertThat(died.wasSilent()).isTrue();
        assertThat(died).hasMessage("the kernel gives no answer to 'discard 0 1' and was killed");
        assertThat(guest.isRunning()).isFalse();
    }

    @Test
    void aCommandIsNeverLongerThanAConsoleTakes() {
        String longest = "if [ ${#args} -gt 1600 ]; then echo \"=kv $id too long\"; else case $name in"
                + " more) all=\"$all $args\"; echo \"=kv $id 0\";;"
                + " *) echo \"=kv $id $name$all $args\"; all=;; esac; fi";
        String numbers = " 123456789".repeat(700);
        try (Guest guest = ScriptedGuest.answering(longest, LONG)) {
            assertThat(guest.ask("map" + numbers)).isEqualTo("map" + numbers);
            assertThat(guest.ask(List.of("map" + numbers, "log 1", "map" + numbers)))
                    .containsExactly("map" + numbers, "log 1", "map" + numbers);
        }
    }

    @Test
    void whoDoesNotComeUpIsTold() {
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() -> ScriptedGuest.running("echo 'not a kernel'; echo; exit 3", LONG))
                .withMessage("Linux 6.1.999 does not come up; the last it says is: not a kernel");
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() -> ScriptedGuest.running("echo '=kv module raid0.ko 8'; cat", LONG))
                .withMessage("Linux 6.1.999 does not take the module raid0.ko: errno 8");
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() ->
                        ScriptedGuest.running("echo '=kv ready 6.1.999 4096 2000000 once no-raid0 loop'; cat", LONG))
                .withMessage("Linux 6.1.999 has no raid0 built in, and no folder with its modules was found; name it");
    }

    @Test
    void whoIsSilentAtBootIsTold() {
        assertThatExceptionOfType(LiveProblem.class)
                .isThrownBy(() -> Guest.boot(List.of("/bin/sh", "-c", "exec sleep 1000"), "6.1.999", 1000, SHORT))
                .withMessage("Linux 6.1.999 does not come up within 1 s");
    }
}
