package io.processhub.benchmarks.member;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubOperations;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * One member. Reads commands from its standard input, a line each, and answers each by a
 * line on its standard output; what it logs goes to its standard error. Ends when its
 * input does.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class MemberApplication {

    @Bean
    Journal journal() {
        return new Journal();
    }

    @Bean
    Listener listener(Journal journal) {
        return new Listener(journal);
    }

    /** Begins with a line that says when it was ready. */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        ConfigurableApplicationContext context = SpringApplication.run(MemberApplication.class, args);
        MemberCommands commands = new MemberCommands(context.getBean(ProcessHubOperations.class),
                context.getBean(HazelcastInstance.class), context.getBean(Journal.class), context::close);
        answers.println("ready " + Journal.now());
        obey(commands, answers);
        Runtime.getRuntime().halt(0);
    }

    private static void obey(MemberCommands commands, PrintStream answers) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println(commands.answer(line));
        }
    }

    /** Writes down when members come and leave. */
    record Listener(Journal journal) {

        @EventListener
        void on(ProcessHubEvent.MemberJoined event) {
            this.journal.membersChanged();
        }

        @EventListener
        void on(ProcessHubEvent.MemberLeft event) {
            this.journal.membersChanged();
        }

    }

}
