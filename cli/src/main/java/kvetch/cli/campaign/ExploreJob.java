package kvetch.cli.campaign;

import kvetch.cli.console.Terminal;
import kvetch.cli.explore.ExploredScope;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.text.ExplorationReport;
import kvetch.properties.Exploration;
import kvetch.properties.campaign.ExploreWork;
import kvetch.properties.campaign.Shard;

/** Tells what the shards of an exploration come to, as {@code explore} does. */
record ExploreJob(ExploreWork work, Terminal terminal, PluggedIn pluggedIn) implements Job {
    @Override
    public Answer answer(Iterable<Shard> shards, boolean isWhole, boolean isSaid) {
        Exploration exploration = work.exploration(shards, Runtime.getRuntime().availableProcessors(), () -> false);
        ExplorationReport report = new ExplorationReport(exploration, work.laws(), work.setups());
        if (isSaid) {
            new ExploredScope(work.scope(), work.setups()).tell(terminal);
            report.tell(terminal, pluggedIn.arguments());
        }
        return new Answer(report.json(), report.exitCode());
    }
}
