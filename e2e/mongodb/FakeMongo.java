import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;

/** Listens on a free port of this machine until its standard input ends. Keeps all in memory. */
public class FakeMongo {
	public static void main(String[] args) throws Exception {
		MongoServer server = new MongoServer(new Backend().version(new Version()));
		// One thread: with more, a findOneAndUpdate may return what another client has changed since.
		server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
		System.out.println("ready " + server.getLocalAddress().getPort());
		while (System.in.read() != -1) {
			// Only the end counts: whoever started us is gone.
		}
		Runtime.getRuntime().halt(0);
	}

	/** Its own version is too old for our driver, which looks at nothing but the wire version. */
	private static class Version implements MongoVersion {
		public List<Integer> getVersionArray() {
			return List.of(6, 0, 0);
		}

		public int getWireVersion() {
			return 17;
		}
	}

	private static class Backend extends MemoryBackend {
		/** It knows `hello` by its old name only. */
		@Override
		public Document handleCommand(Channel channel, String database, String command, Document query) {
			boolean isHello = command.equals("hello");
			Document reply = super.handleCommand(channel, database, isHello ? "isMaster" : command, query);
			if (isHello) reply.put("isWritablePrimary", reply.get("ismaster"));
			return reply;
		}
	}
}
