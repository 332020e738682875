package kvetch.properties.arbitraries;

import java.util.Collection;
import java.util.List;
import net.jqwik.api.configurators.ArbitraryConfigurator;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.providers.ArbitraryProvider;

/**
 * Kvetch's cases as a domain: {@code @Domain(KvetchDomain.class)}. It is for tests that name the domains of what they draw, as jqwik then
 * has those and no others; for all else there is {@link CaseProvider}.
 */
public final class KvetchDomain implements DomainContext {
    /** For jqwik. */
    public KvetchDomain() {}

    @Override
    public Collection<ArbitraryProvider> getArbitraryProviders() {
        return List.of(new CaseProvider());
    }

    @Override
    public Collection<ArbitraryConfigurator> getArbitraryConfigurators() {
        return List.of();
    }
}
