/**
 * A chat memory repository, a store of unfinished turns and a media store in a relational
 * database, for H2, PostgreSQL, MariaDB and MySQL. The scripts that create the tables are
 * in this package.
 */
@NullMarked
package net.qhaigc.springai.gemini.memory.jdbc;

import org.jspecify.annotations.NullMarked;
