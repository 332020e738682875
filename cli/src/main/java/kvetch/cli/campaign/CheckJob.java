package kvetch.cli.campaign;

import com.google.gson.JsonObject;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import kvetch.cli.console.Terminal;
import kvetch.cli.json.CheckJson;
import kvetch.cli.options.PluggedIn;
import kvetch.cli.text.CheckText;
import kvetch.cli.words.Baseline;
import kvetch.cli.words.CheckReport;
import kvetch.cli.words.Sightings;
import kvetch.properties.Check;
import kvetch.properties.LawResult;
import kvetch.properties.PartialResult;
import kvetch.properties.campaign.CheckWork;
import kvetch.properties.campaign.Shard;
import kvetch.properties.shrink.Budget;

/** Tells what the shards of a check come to, as {@code check} does. */
record CheckJob(CheckWork work, Terminal terminal, PluggedIn pluggedIn) implements Job {
    @Override
    public Answer answer(Iterable<Shard> shards, boolean isWhole, boolean isSaid) {
        Check check = work.check();
        CheckText text = new CheckText(terminal, pluggedIn.arguments(), Baseline.NONE, new Sightings());
        // Before anything is said, for not every file need be a shard.
        Map<Check.Key, PartialResult> parts = CheckWork.parts(shards);
        if (isSaid) text.begin(check);
        Vector<LawResult> results = check.conclude(
                parts,
                result -> {
                    if (isSaid) text.result(result);
                },
                Budget.UNLIMITED,
                pluggedIn.isolation());
        if (isSaid) text.end(results);
        JsonObject json = CheckJson.answer(results, Baseline.NONE, new Sightings());
        json.addProperty("seed", check.seed());
        json.addProperty("tries", check.tries());
        return new Answer(json, CheckReport.exitCode(results));
    }
}
