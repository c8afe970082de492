package io.baresock.async;

import org.jspecify.annotations.Nullable;

/** A queue in an array that doubles when it is full: after it has grown, adding and taking allocate nothing. One thread. */
final class GrowingQueue<T> {

    private @Nullable Object[] slots;
    private int head;
    private int size;

    /** With room for so many, a power of two, before it grows. */
    GrowingQueue(int capacity) {
        slots = new @Nullable Object[capacity];
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(T element) {
        if (size == slots.length) {
            grow();
        }
        slots[index(size)] = element;
        size++;
    }

    private void grow() {
        @Nullable Object[] larger = new @Nullable Object[slots.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = slots[index(i)];
        }
        slots = larger;
        head = 0;
    }

    private int index(int i) {
        return (head + i) & (slots.length - 1);
    }

    /** The oldest; null if there is none. */
    @SuppressWarnings("unchecked") // only T are added
    @Nullable
    T peek() {
        return size == 0 ? null : (T) slots[head];
    }

    /** Takes the oldest away; null if there is none. */
    @Nullable
    T poll() {
        T oldest = peek();
        if (oldest != null) {
            slots[head] = null;
            head = index(1);
            size--;
        }
        return oldest;
    }

    /** Takes one away, wherever it is; harmless if it is not there. */
    void remove(T element) {
        for (int i = 0; i < size; i++) {
            if (slots[index(i)] == element) {
                for (int j = i; j < size - 1; j++) {
                    slots[index(j)] = slots[index(j + 1)];
                }
                size--;
                slots[index(size)] = null;
                return;
            }
        }
    }
}
