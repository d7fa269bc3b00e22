package io.processhub.durability;

import javax.sql.DataSource;

/** States in H2. */
class H2StatesTest extends StatesContract {

    @Override
    DataSource database() {
        return Databases.inMemory();
    }

}
