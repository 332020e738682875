/** blocks one behind the other, given back when none is left. */
module com.example.bump {
    requires kvetch.api;

    provides kvetch.api.AllocatorProvider with
            com.example.bump.BumpProvider;
}
