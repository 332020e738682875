package kvetch.cli.campaign;

import io.vavr.collection.Vector;
import kvetch.cli.console.AllocatorFailure;
import kvetch.cli.console.ExitCode;
import kvetch.cli.console.Terminal;
import kvetch.cli.sweep.SweepJson;
import kvetch.cli.sweep.SweepText;
import kvetch.cli.sweep.Swept;
import kvetch.properties.campaign.Shard;
import kvetch.properties.campaign.SweepWork;

/** Tells what the shards of a sweep come to, as {@code sweep --every-value} does. */
record SweepJob(SweepWork work, Terminal terminal) implements Job {
    @Override
    public Answer answer(Iterable<Shard> shards, boolean isWhole, boolean isSaid) {
        Vector<Swept> all = work.intervals(shards)
                .getOrElseThrow(misbehaviour -> new AllocatorFailure(misbehaviour))
                .map(each -> new Swept(
                        each._1.setup(),
                        each._1.zones(),
                        work.machine(),
                        isWhole ? Swept.Which.ALL : Swept.Which.PART,
                        each._2))
                .toVector();
        if (isSaid) all.forEach(swept -> SweepText.tell(terminal, swept));
        return new Answer(SweepJson.of(all), all.exists(Swept::hasSplat) ? ExitCode.BROKEN : ExitCode.HELD);
    }
}
