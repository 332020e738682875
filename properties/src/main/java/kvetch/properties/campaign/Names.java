package kvetch.properties.campaign;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import kvetch.api.AllocatorProvider;
import kvetch.properties.law.Law;
import kvetch.properties.plug.Providers;
import kvetch.properties.setup.Setup;
import kvetch.raid0.KernelProfile;

/** Laws, kernels and allocators as a description names them, and who finds them again. */
record Names(JsonObject description, Providers providers) {
    static JsonArray array(Iterable<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    static JsonArray numbers(Iterable<Integer> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    static JsonArray setups(Vector<Setup> setups) {
        JsonArray array = new JsonArray();
        for (Setup setup : setups) {
            JsonObject one = new JsonObject();
            one.addProperty("kernel", setup.kernel().name());
            one.addProperty("allocator", setup.provider().name());
            array.add(one);
        }
        return array;
    }

    Vector<Law> laws() {
        return elements("laws").map(id -> found(providers.laws().find(id.getAsString())));
    }

    Vector<KernelProfile> kernels() {
        return elements("kernels").map(name -> found(providers.kernel(name.getAsString())));
    }

    Vector<AllocatorProvider> allocators() {
        return elements("allocators").map(name -> found(providers.find(name.getAsString())));
    }

    Vector<Setup> setups() {
        return elements("setups")
                .map(JsonElement::getAsJsonObject)
                .map(one -> new Setup(
                        providers.allocators(),
                        found(providers.kernel(one.get("kernel").getAsString())),
                        found(providers.find(one.get("allocator").getAsString()))));
    }

    Vector<Integer> integers(String field) {
        return elements(field).map(JsonElement::getAsInt);
    }

    int integer(String field) {
        return description.get(field).getAsInt();
    }

    long number(String field) {
        return description.get(field).getAsLong();
    }

    boolean is(String field) {
        return description.get(field).getAsBoolean();
    }

    private Vector<JsonElement> elements(String field) {
        return Vector.ofAll(description.getAsJsonArray(field));
    }

    private static <T> T found(Either<String, T> named) {
        return named.getOrElseThrow(problem -> new NotThereException(problem));
    }
}
