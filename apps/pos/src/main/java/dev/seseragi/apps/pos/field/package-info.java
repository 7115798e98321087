/**
 * What people and programs send, field by field: texts of forms and values of JSON become one kind
 * of value, are brought to one form (NFC, full-width digits), and what is wrong is gathered by
 * field.
 */
@NullMarked
package dev.seseragi.apps.pos.field;

import org.jspecify.annotations.NullMarked;
