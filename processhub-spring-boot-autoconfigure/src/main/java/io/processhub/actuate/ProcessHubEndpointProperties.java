package io.processhub.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint shows.
 *
 * @param showValues When to show values of arguments and metadata of children.
 * @param roles Roles that count as authorized; everyone who is authenticated if empty.
 */
@ConfigurationProperties("management.endpoint.processhub")
public record ProcessHubEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

    public ProcessHubEndpointProperties {
        roles = Set.copyOf(roles);
    }

    boolean shows(SecurityContext context) {
        return this.showValues.isShown(context, this.roles);
    }

}
