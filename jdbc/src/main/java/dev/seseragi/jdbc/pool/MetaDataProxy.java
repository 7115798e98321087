package dev.seseragi.jdbc.pool;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

/**
 * The driver's metadata, from which no way leads to the driver's connection. By reflection: of its
 * 180 methods none is called often, and two kinds of answer differ.
 */
final class MetaDataProxy implements InvocationHandler {
  private final DatabaseMetaData driver;
  private final ConnectionHandle connection;

  private MetaDataProxy(DatabaseMetaData driver, ConnectionHandle connection) {
    this.driver = driver;
    this.connection = connection;
  }

  static DatabaseMetaData of(DatabaseMetaData driver, ConnectionHandle connection) {
    return (DatabaseMetaData)
        Proxy.newProxyInstance(
            DatabaseMetaData.class.getClassLoader(),
            new Class<?>[] {DatabaseMetaData.class},
            new MetaDataProxy(driver, connection));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    if (method.getName().equals("getConnection")) {
      return connection;
    }
    connection.demandOpen();
    try {
      Object answer = method.invoke(driver, args);
      return answer instanceof ResultSet rows ? connection.shown(rows) : answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
