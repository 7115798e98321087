package dev.seseragi.gate.servlet;

import dev.seseragi.gate.OutputGate;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A servlet behind the filter, in a container. */
record WebServer(int port, Stop stop) {
  /** Ends it. */
  interface Stop {
    void run() throws Exception;
  }

  /** The containers that the filter is tried in. */
  enum Kind {
    JETTY,
    TOMCAT
  }

  static WebServer start(Kind kind, HttpServlet servlet, OutputGate gate, Path folder)
      throws Exception {
    return switch (kind) {
      case JETTY -> jetty(servlet, gate);
      case TOMCAT -> tomcat(servlet, gate, folder);
    };
  }

  private static WebServer jetty(HttpServlet servlet, OutputGate gate) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler application = new ServletContextHandler();
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    application.addServlet(holder, "/*");
    application.addServletContainerInitializer(
        (classes, context) -> OutputGateFilter.addTo(context, gate));
    server.setHandler(application);
    server.start();
    return new WebServer(connector.getLocalPort(), server::stop);
  }

  private static WebServer tomcat(HttpServlet servlet, OutputGate gate, Path folder)
      throws LifecycleException {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context application = tomcat.addContext("", null);
    var wrapper = Tomcat.addServlet(application, "all", servlet);
    wrapper.setAsyncSupported(true);
    wrapper.addMapping("/*");
    application.addServletContainerInitializer(
        (classes, context) -> OutputGateFilter.addTo(context, gate), null);
    tomcat.getConnector();
    tomcat.start();
    return new WebServer(
        tomcat.getConnector().getLocalPort(),
        () -> {
          tomcat.stop();
          tomcat.destroy();
        });
  }
}
