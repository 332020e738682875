package kvetch.properties.cases;

import java.io.Serializable;

/**
 * What is done with an array, and what fails on the way.
 *
 * @param failAt the how-many-eth allocation of the life returns NULL, from 1; 0 for none
 * @param request the request
 * @param again how it starts again
 */
public record Scenario(int failAt, Request request, SecondStart again) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Nothing fails, there is no request, and it starts again with the same disks. */
    static final Scenario USUAL = new Scenario(0, Request.NONE, new SecondStart.WithSameDisks());

    Scenario withFailAt(int value) {
        return new Scenario(value, request, again);
    }

    Scenario withRequest(Request value) {
        return new Scenario(failAt, value, again);
    }

    Scenario withAgain(SecondStart value) {
        return new Scenario(failAt, request, value);
    }
}
