/** A patch to raid0, as first sent and as mended. */
module com.example.hint {
    requires kvetch.raid0;

    provides kvetch.raid0.DriverProvider with
            com.example.hint.ZoneHintProvider,
            com.example.hint.ZoneHintV2Provider;
}
