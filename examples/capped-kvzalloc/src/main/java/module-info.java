/** kvzalloc that refuses more than INT_MAX bytes without a word. */
module com.example.capped {
    requires kvetch.api;

    provides kvetch.api.AllocatorProvider with
            com.example.capped.CappedKvzallocProvider;
}
