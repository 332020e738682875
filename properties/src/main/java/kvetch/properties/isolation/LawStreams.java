package kvetch.properties.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import kvetch.properties.law.Law;
import kvetch.properties.plug.KnownLaws;

/** Streams between processes, on which a law is its id: each process has its own. */
final class LawStreams {
    private LawStreams() {}

    /** What comes from the other process is made of these and nothing else. */
    private static final ObjectInputFilter FILTER = ObjectInputFilter.Config.createFilter(
            "maxdepth=2000;kvetch.**;io.vavr.**;java.lang.*;java.util.*;java.math.*;!*");

    private record Named(String id) implements Serializable {}

    /** Writes ids. */
    static final class Output extends ObjectOutputStream {
        Output(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            return object instanceof Law law ? new Named(law.id()) : object;
        }
    }

    /** Reads ids, and finds the laws. */
    static final class Input extends ObjectInputStream {
        private final KnownLaws laws;

        Input(InputStream in, KnownLaws laws) throws IOException {
            super(in);
            this.laws = laws;
            enableResolveObject(true);
            setObjectInputFilter(Input::judge);
        }

        /** A law is put in the place of its id, wherever it came from; it cannot be read itself. */
        private static ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo info) {
            Class<?> type = info.serialClass();
            return type != null && Law.class.isAssignableFrom(type)
                    ? ObjectInputFilter.Status.ALLOWED
                    : FILTER.checkInput(info);
        }

        @Override
        protected Object resolveObject(Object object) throws IOException {
            if (!(object instanceof Named named)) return object;
            return laws.find(named.id()).getOrElseThrow(problem -> new IOException(problem));
        }
    }
}
