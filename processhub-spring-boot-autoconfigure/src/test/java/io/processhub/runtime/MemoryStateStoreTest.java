package io.processhub.runtime;

import java.util.List;

class MemoryStateStoreTest extends StateStoreContract {

    @Override
    protected List<? extends StateStore> newStore() {
        return List.of(new MemoryStateStore());
    }

}
