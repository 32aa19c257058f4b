package patina.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of pieces of work that are done at once. */
class SideBySideTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 50})
    void whatTheyMakeComesInTheirOrder(int most) throws IOException {
        List<SideBySide.Work<Integer>> works = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            works.add(() -> number * number);
        }
        List<Integer> made = SideBySide.all(works, most);
        for (int i = 0; i < 20; i++) {
            assertEquals(i * i, made.get(i));
        }
        assertEquals(20, made.size());
        assertEquals(List.of(), SideBySide.all(List.<SideBySide.Work<Integer>>of(), most));
    }

    /** Each waits for the other to have begun: one after the other neither would end. */
    @Test
    void twoAreUnderWayAtOnceAndOneIsTheCallers() throws IOException {
        CountDownLatch begun = new CountDownLatch(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        SideBySide.Work<Boolean> work = () -> {
            threads.add(Thread.currentThread());
            begun.countDown();
            try {
                begun.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return true;
        };
        assertEquals(List.of(true, true), SideBySide.all(List.of(work, work), 2));
        assertEquals(2, threads.size());
        assertTrue(threads.contains(Thread.currentThread()));
    }

    /** Says whether it was closed. */
    private static final class Opened implements Closeable {
        boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void afterAFailureNothingIsBegunAndNothingStaysOpen() {
        IOException failure = new IOException("The disk is full.");
        Opened opened = new Opened();
        Opened never = new Opened();
        List<Opened> begun = new ArrayList<>();
        List<SideBySide.Work<Opened>> works = List.of(
                () -> opened,
                () -> {
                    throw failure;
                },
                () -> {
                    begun.add(never);
                    return never;
                });
        assertSame(failure, assertThrows(IOException.class, () -> SideBySide.all(works, 1)));
        assertTrue(opened.closed);
        assertEquals(List.of(), begun);
        assertFalse(never.closed);
    }
}
