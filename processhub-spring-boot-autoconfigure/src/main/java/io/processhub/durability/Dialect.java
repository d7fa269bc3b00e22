package io.processhub.durability;

import java.util.Arrays;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Databases that are supported: what differs between them is how a row is inserted or, if
 * it is there, replaced.
 */
enum Dialect {

    /** H2, in memory, in a file, or a server. */
    H2("H2", """
            merge into ${table} t using (values (${casts})) s (${columns})
               on ${same}
            when matched and ${newer} then update set ${updates}
            when not matched then insert (${columns}) values (${columns-of-s})"""),

    /** PostgreSQL 9.5 or later, and what calls itself so. */
    POSTGRESQL("PostgreSQL", """
            insert into ${table} as t (${columns}) values (${marks})
            on conflict (${keys}) do update set ${updates} where ${newer}""");

    private final String product;

    private final String replace;

    Dialect(String product, String replace) {
        this.product = product;
        this.replace = replace;
    }

    /**
     * The one of a database.
     * @throws UnsupportedDatabaseException if it is none of these
     * @throws IllegalStateException if it does not answer
     */
    static Dialect of(DataSource database) {
        String product;
        try {
            product = JdbcUtils.extractDatabaseMetaData(database, (about) -> about.getDatabaseProductName());
        }
        catch (MetaDataAccessException ex) {
            throw new IllegalStateException(ex.getMessage(), ex);
        }
        return Arrays.stream(values())
            .filter((dialect) -> dialect.product.equalsIgnoreCase(product))
            .findFirst()
            .orElseThrow(() -> new UnsupportedDatabaseException(product, supported()));
    }

    private static String supported() {
        return Arrays.stream(values()).map((dialect) -> dialect.product).collect(Collectors.joining(" or "));
    }

    /** Where the script stands that makes the tables. */
    String script() {
        return "schema-" + name().toLowerCase(java.util.Locale.ROOT) + ".sql";
    }

    /**
     * Statement that inserts a row, or replaces the one with the same keys if it is not
     * newer. Its parameters are the columns in their order.
     */
    String replace(Columns columns) {
        String newest = (this == H2) ? "s" : "excluded";
        return this.replace.replace("${table}", columns.table())
            .replace("${casts}", columns.each("cast(? as %2$s)"))
            .replace("${marks}", columns.each("?"))
            .replace("${columns}", columns.each("%1$s"))
            .replace("${columns-of-s}", columns.each("s.%1$s"))
            .replace("${keys}", String.join(", ", columns.keys()))
            .replace("${same}",
                    columns.keys()
                        .stream()
                        .map((key) -> "t." + key + " = s." + key)
                        .collect(Collectors.joining(" and ")))
            .replace("${updates}", columns.others("%1$s = " + newest + ".%1$s"))
            .replace("${newer}", columns.notNewer("t", newest));
    }

}
