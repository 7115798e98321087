package dev.seseragi.jdbc.pool;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** The half of {@link ResultSet} that reads: handed on to the driver's, as long as it is open. */
abstract class ForwardingResultSet extends ReadOnlyResultSet {
  private final ResultSet rows;
  private boolean isOpen = true;

  ForwardingResultSet(ResultSet rows) {
    this.rows = rows;
  }

  /**
   * The driver's result set, which it uses again for the statement's next execution: not to be
   * touched once this one is closed.
   */
  final ResultSet rows() throws SQLException {
    if (!isOpen) {
      throw new SQLException("this result set is closed", PoolErrors.STATE_CLOSED);
    }
    return rows;
  }

  final boolean isOpen() {
    return isOpen;
  }

  /** From now on this object is closed, whatever becomes of the driver's. */
  final void detach() {
    isOpen = false;
  }

  @Override
  public boolean absolute(int column) throws SQLException {
    return rows().absolute(column);
  }

  @Override
  public void afterLast() throws SQLException {
    rows().afterLast();
  }

  @Override
  public void beforeFirst() throws SQLException {
    rows().beforeFirst();
  }

  @Override
  public void clearWarnings() throws SQLException {
    rows().clearWarnings();
  }

  @Override
  public int findColumn(String label) throws SQLException {
    return rows().findColumn(label);
  }

  @Override
  public boolean first() throws SQLException {
    return rows().first();
  }

  @Override
  public Array getArray(int column) throws SQLException {
    return rows().getArray(column);
  }

  @Override
  public Array getArray(String label) throws SQLException {
    return rows().getArray(label);
  }

  @Override
  public InputStream getAsciiStream(int column) throws SQLException {
    return rows().getAsciiStream(column);
  }

  @Override
  public InputStream getAsciiStream(String label) throws SQLException {
    return rows().getAsciiStream(label);
  }

  @Override
  public BigDecimal getBigDecimal(int column) throws SQLException {
    return rows().getBigDecimal(column);
  }

  @Override
  public BigDecimal getBigDecimal(String label) throws SQLException {
    return rows().getBigDecimal(label);
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(int column, int value) throws SQLException {
    return rows().getBigDecimal(column, value);
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(String label, int value) throws SQLException {
    return rows().getBigDecimal(label, value);
  }

  @Override
  public InputStream getBinaryStream(int column) throws SQLException {
    return rows().getBinaryStream(column);
  }

  @Override
  public InputStream getBinaryStream(String label) throws SQLException {
    return rows().getBinaryStream(label);
  }

  @Override
  public Blob getBlob(int column) throws SQLException {
    return rows().getBlob(column);
  }

  @Override
  public Blob getBlob(String label) throws SQLException {
    return rows().getBlob(label);
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    return rows().getBoolean(column);
  }

  @Override
  public boolean getBoolean(String label) throws SQLException {
    return rows().getBoolean(label);
  }

  @Override
  public byte getByte(int column) throws SQLException {
    return rows().getByte(column);
  }

  @Override
  public byte getByte(String label) throws SQLException {
    return rows().getByte(label);
  }

  @Override
  public byte[] getBytes(int column) throws SQLException {
    return rows().getBytes(column);
  }

  @Override
  public byte[] getBytes(String label) throws SQLException {
    return rows().getBytes(label);
  }

  @Override
  public Reader getCharacterStream(int column) throws SQLException {
    return rows().getCharacterStream(column);
  }

  @Override
  public Reader getCharacterStream(String label) throws SQLException {
    return rows().getCharacterStream(label);
  }

  @Override
  public Clob getClob(int column) throws SQLException {
    return rows().getClob(column);
  }

  @Override
  public Clob getClob(String label) throws SQLException {
    return rows().getClob(label);
  }

  @Override
  public int getConcurrency() throws SQLException {
    return rows().getConcurrency();
  }

  @Override
  public String getCursorName() throws SQLException {
    return rows().getCursorName();
  }

  @Override
  public Date getDate(int column) throws SQLException {
    return rows().getDate(column);
  }

  @Override
  public Date getDate(String label) throws SQLException {
    return rows().getDate(label);
  }

  @Override
  public Date getDate(int column, Calendar calendar) throws SQLException {
    return rows().getDate(column, calendar);
  }

  @Override
  public Date getDate(String label, Calendar calendar) throws SQLException {
    return rows().getDate(label, calendar);
  }

  @Override
  public double getDouble(int column) throws SQLException {
    return rows().getDouble(column);
  }

  @Override
  public double getDouble(String label) throws SQLException {
    return rows().getDouble(label);
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return rows().getFetchDirection();
  }

  @Override
  public int getFetchSize() throws SQLException {
    return rows().getFetchSize();
  }

  @Override
  public float getFloat(int column) throws SQLException {
    return rows().getFloat(column);
  }

  @Override
  public float getFloat(String label) throws SQLException {
    return rows().getFloat(label);
  }

  @Override
  public int getHoldability() throws SQLException {
    return rows().getHoldability();
  }

  @Override
  public int getInt(int column) throws SQLException {
    return rows().getInt(column);
  }

  @Override
  public int getInt(String label) throws SQLException {
    return rows().getInt(label);
  }

  @Override
  public long getLong(int column) throws SQLException {
    return rows().getLong(column);
  }

  @Override
  public long getLong(String label) throws SQLException {
    return rows().getLong(label);
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    return rows().getMetaData();
  }

  @Override
  public Reader getNCharacterStream(int column) throws SQLException {
    return rows().getNCharacterStream(column);
  }

  @Override
  public Reader getNCharacterStream(String label) throws SQLException {
    return rows().getNCharacterStream(label);
  }

  @Override
  public NClob getNClob(int column) throws SQLException {
    return rows().getNClob(column);
  }

  @Override
  public NClob getNClob(String label) throws SQLException {
    return rows().getNClob(label);
  }

  @Override
  public String getNString(int column) throws SQLException {
    return rows().getNString(column);
  }

  @Override
  public String getNString(String label) throws SQLException {
    return rows().getNString(label);
  }

  @Override
  public Object getObject(int column) throws SQLException {
    return rows().getObject(column);
  }

  @Override
  public Object getObject(String label) throws SQLException {
    return rows().getObject(label);
  }

  @Override
  public <T> T getObject(int column, Class<T> type) throws SQLException {
    return rows().getObject(column, type);
  }

  @Override
  public <T> T getObject(String label, Class<T> type) throws SQLException {
    return rows().getObject(label, type);
  }

  @Override
  public Object getObject(int column, Map<String, Class<?>> map) throws SQLException {
    return rows().getObject(column, map);
  }

  @Override
  public Object getObject(String label, Map<String, Class<?>> map) throws SQLException {
    return rows().getObject(label, map);
  }

  @Override
  public Ref getRef(int column) throws SQLException {
    return rows().getRef(column);
  }

  @Override
  public Ref getRef(String label) throws SQLException {
    return rows().getRef(label);
  }

  @Override
  public int getRow() throws SQLException {
    return rows().getRow();
  }

  @Override
  public RowId getRowId(int column) throws SQLException {
    return rows().getRowId(column);
  }

  @Override
  public RowId getRowId(String label) throws SQLException {
    return rows().getRowId(label);
  }

  @Override
  public SQLXML getSQLXML(int column) throws SQLException {
    return rows().getSQLXML(column);
  }

  @Override
  public SQLXML getSQLXML(String label) throws SQLException {
    return rows().getSQLXML(label);
  }

  @Override
  public short getShort(int column) throws SQLException {
    return rows().getShort(column);
  }

  @Override
  public short getShort(String label) throws SQLException {
    return rows().getShort(label);
  }

  @Override
  public String getString(int column) throws SQLException {
    return rows().getString(column);
  }

  @Override
  public String getString(String label) throws SQLException {
    return rows().getString(label);
  }

  @Override
  public Time getTime(int column) throws SQLException {
    return rows().getTime(column);
  }

  @Override
  public Time getTime(String label) throws SQLException {
    return rows().getTime(label);
  }

  @Override
  public Time getTime(int column, Calendar calendar) throws SQLException {
    return rows().getTime(column, calendar);
  }

  @Override
  public Time getTime(String label, Calendar calendar) throws SQLException {
    return rows().getTime(label, calendar);
  }

  @Override
  public Timestamp getTimestamp(int column) throws SQLException {
    return rows().getTimestamp(column);
  }

  @Override
  public Timestamp getTimestamp(String label) throws SQLException {
    return rows().getTimestamp(label);
  }

  @Override
  public Timestamp getTimestamp(int column, Calendar calendar) throws SQLException {
    return rows().getTimestamp(column, calendar);
  }

  @Override
  public Timestamp getTimestamp(String label, Calendar calendar) throws SQLException {
    return rows().getTimestamp(label, calendar);
  }

  @Override
  public int getType() throws SQLException {
    return rows().getType();
  }

  @Override
  public URL getURL(int column) throws SQLException {
    return rows().getURL(column);
  }

  @Override
  public URL getURL(String label) throws SQLException {
    return rows().getURL(label);
  }

  @Override
  @Deprecated
  public InputStream getUnicodeStream(int column) throws SQLException {
    return rows().getUnicodeStream(column);
  }

  @Override
  @Deprecated
  public InputStream getUnicodeStream(String label) throws SQLException {
    return rows().getUnicodeStream(label);
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return rows().getWarnings();
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    return rows().isAfterLast();
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return rows().isBeforeFirst();
  }

  @Override
  public boolean isFirst() throws SQLException {
    return rows().isFirst();
  }

  @Override
  public boolean isLast() throws SQLException {
    return rows().isLast();
  }

  @Override
  public boolean last() throws SQLException {
    return rows().last();
  }

  @Override
  public boolean previous() throws SQLException {
    return rows().previous();
  }

  @Override
  public boolean relative(int column) throws SQLException {
    return rows().relative(column);
  }

  @Override
  public void setFetchDirection(int column) throws SQLException {
    rows().setFetchDirection(column);
  }

  @Override
  public void setFetchSize(int column) throws SQLException {
    rows().setFetchSize(column);
  }

  @Override
  public boolean wasNull() throws SQLException {
    return rows().wasNull();
  }
}
