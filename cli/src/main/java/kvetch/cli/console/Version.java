package kvetch.cli.console;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/** The version of Kvetch, as the build wrote it into the module descriptor. */
public final class Version implements IVersionProvider {

    public static String number() {
        ModuleDescriptor descriptor = Version.class.getModule().getDescriptor();
        return descriptor == null ? "(unknown)" : descriptor.rawVersion().orElse("(unknown)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"kvetch " + number()};
    }
}
