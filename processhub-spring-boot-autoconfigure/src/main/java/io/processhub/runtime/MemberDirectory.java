package io.processhub.runtime;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Port to a directory outside the cluster in which members find each other before they
 * are connected. May be used from any thread; a question may take as long as the
 * directory does.
 */
public interface MemberDirectory {

    /**
     * Addresses on which members listen, as far as they are known; host names are not
     * resolved. This member may be among them, and others that are gone. What was known
     * before if the directory does not answer.
     */
    List<InetSocketAddress> members();

    /**
     * Whether members of this application are listed there, or will be: in a directory
     * that knows nothing of it they would never find each other.
     */
    boolean listsThisApplication();

}
