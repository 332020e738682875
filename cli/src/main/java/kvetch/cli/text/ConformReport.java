package kvetch.cli.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import kvetch.cli.console.Style;
import kvetch.cli.console.Terminal;
import kvetch.cli.console.Text;
import kvetch.cli.json.Json;
import kvetch.properties.vectors.Difference;
import kvetch.properties.vectors.Disagreement;
import kvetch.properties.vectors.FileReport;
import kvetch.properties.vectors.RecordingFile;
import kvetch.raid0.KernelProfile;
import org.jspecify.annotations.Nullable;

/** Says how the model did against recordings. */
public sealed interface ConformReport {

    /** Takes a file as soon as it is compared. */
    void file(FileReport report);

    /** Takes all of them at the end. */
    void end(Vector<FileReport> reports);

    /** For people. */
    public final class InText implements ConformReport {
        private final Terminal terminal;
        private final int kindWidth;
        private final int countWidth;

        /** About a kernel that was named, or null for those that were recorded. */
        public InText(Terminal terminal, Vector<RecordingFile> files, @Nullable KernelProfile named) {
            this.terminal = terminal;
            if (named != null)
                terminal.say("Held against " + named.name() + " (" + named.description() + "), whatever was recorded:");
            Vector<String> kinds = files.map(file -> file.recordings()
                    .map(recording -> recording.kind())
                    .distinct()
                    .mkString(","));
            this.kindWidth = kinds.map(String::length).max().getOrElse(0);
            this.countWidth = files.map(file -> ("" + file.recordings().size()).length())
                    .max()
                    .getOrElse(0);
        }

        @Override
        public void file(FileReport report) {
            Style style = terminal.style();
            String agreed =
                    Text.padLeft("" + report.agreed(), countWidth) + "/" + Text.pad("" + report.total(), countWidth);
            terminal.say(Text.pad(report.kinds().mkString(","), kindWidth) + "  "
                    + (report.agrees() ? style.good(agreed) : style.bad(agreed)) + "  " + report.file());
            for (Disagreement first : report.firstDisagreement())
                for (String line : first.lines()) terminal.say("  " + line);
        }

        @Override
        public void end(Vector<FileReport> reports) {
            int agreed = reports.map(FileReport::agreed).sum().intValue();
            int total = reports.map(FileReport::total).sum().intValue();
            if (reports.size() > 1)
                terminal.say(
                        agreed == total
                                ? "The model agrees with all " + total + " recordings."
                                : "The model disagrees with " + (total - agreed) + " of " + total + " recordings.");
        }
    }

    /** For machines. */
    public final class InJson implements ConformReport {
        private final Terminal terminal;
        private final @Nullable KernelProfile named;

        /** About a kernel that was named, or null for those that were recorded. */
        public InJson(Terminal terminal, @Nullable KernelProfile named) {
            this.terminal = terminal;
            this.named = named;
        }

        @Override
        public void file(FileReport report) {}

        @Override
        public void end(Vector<FileReport> reports) {
            JsonArray files = new JsonArray();
            for (FileReport report : reports) files.add(json(report));
            JsonObject answer = Json.answer();
            if (named != null) answer.addProperty("kernel", named.name());
            answer.addProperty("agreed", reports.map(FileReport::agreed).sum());
            answer.addProperty("total", reports.map(FileReport::total).sum());
            answer.add("files", files);
            terminal.say(Json.format(answer));
        }

        private static JsonObject json(FileReport report) {
            JsonObject json = new JsonObject();
            json.addProperty("file", report.file());
            json.add("kinds", Json.strings(report.kinds()));
            json.addProperty("agreed", report.agreed());
            json.addProperty("total", report.total());
            JsonArray disagreements = new JsonArray();
            for (Disagreement disagreement : report.disagreements()) disagreements.add(json(disagreement));
            json.add("disagreements", disagreements);
            return json;
        }

        private static JsonObject json(Disagreement disagreement) {
            JsonObject json = new JsonObject();
            json.addProperty("line", disagreement.recording().origin().line());
            json.addProperty("kind", disagreement.recording().kind());
            json.addProperty("kernel", disagreement.release());
            json.addProperty("parameters", disagreement.recording().parameters());
            JsonArray differences = new JsonArray();
            for (Difference difference : disagreement.differences()) {
                JsonObject one = new JsonObject();
                one.addProperty("what", difference.what());
                one.addProperty("recorded", difference.recorded());
                one.addProperty("model", difference.model());
                differences.add(one);
            }
            json.add("differences", differences);
            return json;
        }
    }
}
