package dev.halcyon.server.capacity;

import dev.halcyon.server.queue.QueueLanguage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Puts together what the same people may take: the languages of a queue between which nobody at
 * work makes a difference are one group. Immutable.
 */
final class Streams {
  private final Map<QueueLanguage, Integer> groups = new HashMap<>();
  private final List<Integer> queues = new ArrayList<>();
  private final List<int[]> people;

  private record Key(String queue, List<Integer> takers) {}

  /**
   * @param streams every queue and language with cases
   * @param queueNumbers number of each queue
   * @param takes by person the places of the streams that they may take
   */
  Streams(List<QueueLanguage> streams, Map<String, Integer> queueNumbers, List<int[]> takes) {
    List<List<Integer>> takers = new ArrayList<>();
    streams.forEach(_ -> takers.add(new ArrayList<>()));
    for (int person = 0; person < takes.size(); person++) {
      for (int place : takes.get(person)) {
        takers.get(place).add(person);
      }
    }
    Map<Key, Integer> numbers = new LinkedHashMap<>();
    for (int place = 0; place < streams.size(); place++) {
      QueueLanguage stream = streams.get(place);
      Key key = new Key(stream.queue(), takers.get(place));
      Integer number = numbers.get(key);
      if (number == null) {
        number = numbers.size();
        numbers.put(key, number);
        queues.add(queueNumbers.get(stream.queue()));
      }
      groups.put(stream, number);
    }
    this.people =
        takes.stream()
            .map(
                places ->
                    IntStream.of(places)
                        .map(place -> groups.get(streams.get(place)))
                        .distinct()
                        .toArray())
            .toList();
  }

  int count() {
    return queues.size();
  }

  int groupOf(QueueLanguage stream) {
    return groups.get(stream);
  }

  int queueOf(int group) {
    return queues.get(group);
  }

  /** By person the groups that they may take. */
  List<int[]> people() {
    return people;
  }

  /** How many people may take something of a queue. */
  int peopleFor(int queue) {
    return (int)
        people.stream()
            .filter(groups -> IntStream.of(groups).anyMatch(each -> queues.get(each) == queue))
            .count();
  }
}
