package dev.halcyon.assets.sample;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halcyon.assets.sample.Scenes.Scene;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avutil;

/** Makes every picture and film of the corpus, the list of their cuts and of their hashes. */
final class SampleMedia {
  private SampleMedia() {}

  /** Writes all media into {@code folder}; {@code photos} holds the photographs by others. */
  static void write(Path photos, Path folder) throws IOException {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    Files.createDirectories(folder);
    pictures(photos, folder);
    for (Film film : Films.all()) {
      System.out.println(film.name());
      FilmFiles.write(film, folder.resolve(film.name()));
    }
    Files.writeString(folder.resolve("cuts.json"), cuts());
    Files.writeString(folder.resolve("SHA256SUMS"), sums(folder));
  }

  private static void pictures(Path photos, Path folder) throws IOException {
    photo(Scenes::harbour, 900, 600, 0.8, folder.resolve("harbour-morning.jpg"));
    photo(Pictures::knife, 840, 560, 0.8, folder.resolve("kitchen-knife.jpg"));
    photo(Pictures::memeMonday, 720, 540, 0.82, folder.resolve("meme-monday.jpg"));
    photo(Pictures::flyer, 640, 800, 0.82, folder.resolve("flyer-scam.jpg"));
    drawing(Pictures::memeLoser, 600, 450, folder.resolve("meme-loser.png"));
    drawing(Pictures::pen, 720, 480, folder.resolve("pen.png"));
    drawing(Pictures::heart, 720, 640, folder.resolve("heart-diagram.png"));
    drawing(Pictures::map, 800, 560, folder.resolve("map-marked.png"));
    drawing(Pictures::chart, 760, 560, folder.resolve("chart-misleading.png"));
    drawing(Pictures::chat, 480, 854, folder.resolve("chat-screenshot.png"));
    PictureFiles.webp(
        Pictures.scene(Scenes::dunes, 880, 560, "dunes"), 80, folder.resolve("dunes.webp"));
    PictureFiles.gif(Pictures.clap(), 12, folder.resolve("slow-clap.gif"));
    PictureFiles.jpeg(read(photos, "chelsea.png", 451), 0.88, folder.resolve("photo-cat.jpg"));
    PictureFiles.turnedJpeg(
        read(photos, "coffee.png", 600), 0.85, folder.resolve("photo-coffee.jpg"));
    PictureFiles.jpeg(read(photos, "rocket.jpg", 640), 0.85, folder.resolve("photo-rocket.jpg"));
    PictureFiles.jpeg(read(photos, "retina.jpg", 700), 0.85, folder.resolve("photo-retina.jpg"));
  }

  private static void photo(Scene scene, int w, int h, double quality, Path file)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    PictureFiles.jpeg(Pictures.scene(scene, w, h, name), quality, file);
  }

  private static void drawing(Scene scene, int w, int h, Path file) throws IOException {
    PictureFiles.png(Pictures.paint(scene, w, h, 0.45), file);
  }

  private static BufferedImage read(Path photos, String name, int width) throws IOException {
    return Pictures.scaled(ImageIO.read(photos.resolve(name).toFile()), width);
  }

  /**
   * What changes where in each film. A cut is the number of the first frame of the new shot, from
   * 0; a fade is its first and last mixed frame; a flash is a single foreign frame.
   */
  static String cuts() throws IOException {
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    ObjectNode films = json.createObjectNode();
    for (Film film : Films.all()) {
      ObjectNode node = films.putObject(film.name());
      node.put("fps", film.fps()).put("frames", film.frames()).put("seconds", film.seconds());
      node.put("sound", film.sound());
      ArrayNode hard = node.putArray("hardCuts");
      film.hardCuts().forEach(cut -> hard.add(at(json, cut, film)));
      ArrayNode fades = node.putArray("fades");
      film.fades()
          .forEach(fade -> fades.addObject().put("firstFrame", fade[0]).put("lastFrame", fade[1]));
      ArrayNode flashes = node.putArray("flashes");
      film.flashes().forEach(flash -> flashes.add(at(json, flash.frame(), film)));
    }
    return json.writeValueAsString(films) + "\n";
  }

  private static ObjectNode at(JsonMapper json, int frame, Film film) {
    return json.createObjectNode().put("frame", frame).put("second", frame / (double) film.fps());
  }

  /** One line a file, as {@code sha256sum} writes it. */
  static String sums(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : files(folder)) {
      lines
          .append(HexFormat.of().formatHex(Chance.sha256(Files.readAllBytes(file))))
          .append("  ")
          .append(file.getFileName())
          .append('\n');
    }
    return lines.toString();
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.endsWith("SHA256SUMS") && !file.endsWith("cuts.json"))
          .sorted()
          .toList();
    }
  }
}
