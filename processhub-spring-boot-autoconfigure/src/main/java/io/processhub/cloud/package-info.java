/**
 * Spring Cloud Commons: members find each other through a service registry, and requests
 * find the member that runs a child.
 */
@NullMarked
package io.processhub.cloud;

import org.jspecify.annotations.NullMarked;
