/** Tools for tests: the store contract kit, faulty stores, fixtures, processes to kill. */
@NullMarked
package dev.seseragi.testkit;

import org.jspecify.annotations.NullMarked;
