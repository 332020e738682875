package kvetch.cli.prove;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import java.util.Locale;
import kvetch.cli.json.Json;
import kvetch.properties.law.Defect;
import kvetch.properties.proof.Proof;

/** Tells proofs to machines. */
public final class ProofJson {
    private ProofJson() {}

    /** All of them, as one object. */
    public static JsonObject of(Vector<Proof> proofs) {
        JsonArray results = new JsonArray();
        for (Proof proof : proofs) results.add(of(proof));
        JsonObject answer = Json.answer();
        answer.add("results", results);
        return answer;
    }

    private static JsonObject of(Proof proof) {
        JsonObject json = new JsonObject();
        json.addProperty("law", proof.law().id());
        json.addProperty("kernel", proof.kernel().name());
        json.addProperty("verdict", proof.verdict().toString().toLowerCase(Locale.ROOT));
        if (proof.outcome() instanceof Proof.NotApplicable not) json.addProperty("reason", not.reason());
        if (proof.outcome() instanceof Proof.Unknown unknown) json.addProperty("reason", unknown.reason());
        if (proof.outcome() instanceof Proof.Contradicted contradicted)
            json.addProperty("replay", contradicted.token());
        if (proof.outcome() instanceof Proof.Refuted refuted) {
            json.addProperty("lemma", refuted.lemma());
            json.addProperty("replay", refuted.defect().replay());
        }
        if (proof.outcome() instanceof Proof.ProvedWhere where) {
            json.addProperty(
                    "condition", where.borders().map(Proof.Border::condition).mkString("; "));
            // The one of the last border: those of a negative chunk and of too many sectors come first, and are
            // everybody's.
            Vector<Defect> beyond = where.borders().flatMap(border -> io.vavr.control.Option.of(border.beyond()));
            if (beyond.nonEmpty()) json.addProperty("replay", beyond.last().replay());
            json.add("borders", borders(where));
        }
        json.addProperty("domain", proof.domain());
        json.addProperty("obligations", proof.obligations());
        json.addProperty("elapsed_ms", proof.elapsedMs());
        return json;
    }

    private static JsonArray borders(Proof.ProvedWhere where) {
        JsonArray borders = new JsonArray();
        for (Proof.Border border : where.borders()) {
            JsonObject one = new JsonObject();
            one.addProperty("condition", border.condition());
            if (border.beyond() != null)
                one.addProperty("replay", border.beyond().replay());
            borders.add(one);
        }
        return borders;
    }
}
