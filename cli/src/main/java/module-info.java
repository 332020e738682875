/**
 * The command line: what a person or a script sees of Kvetch.
 *
 * <p>{@link kvetch.cli.Main} is the entry point. Nothing depends on this module and it exports nothing: depend on
 * {@code kvetch.properties} to check from Java. Allocators are found on the module path by {@code kvetch.properties}; put
 * {@code kvetch.allocators}, which holds the kernel's own, there at run time; {@code kvetch.prove} where proofs are wanted.
 *
 * @uses kvetch.properties.campaign.EngineProvider where campaigns may go through more than threads of this process
 * @uses kvetch.properties.narrow.NarrowExplorer where there is one
 * @uses kvetch.properties.proof.Prover where there is one
 * @uses kvetch.properties.proof.Explainer where there is one
 */
module kvetch.cli {
    requires kvetch.live;
    requires kvetch.properties;
    requires info.picocli;
    requires com.google.gson;
    requires java.management;

    uses kvetch.properties.campaign.EngineProvider;
    uses kvetch.properties.narrow.NarrowExplorer;
    uses kvetch.properties.proof.Prover;
    uses kvetch.properties.proof.Explainer;

    // picocli makes the commands and fills in their options.
    opens kvetch.cli.campaign to
            info.picocli;
    opens kvetch.cli.commands to
            info.picocli;
    opens kvetch.cli.console to
            info.picocli;
    opens kvetch.cli.explore to
            info.picocli;
    opens kvetch.cli.machine to
            info.picocli;
    opens kvetch.cli.options to
            info.picocli;
    opens kvetch.cli.page to
            info.picocli;
}
