package dev.halcyon.app.review;

import dev.halcyon.app.command.Command;
import dev.halcyon.app.kit.Emoji;
import dev.halcyon.app.kit.Keys;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.app.kit.Words;
import dev.halcyon.client.desk.LoadedCase;
import dev.halcyon.protocol.Item;
import java.time.Instant;
import javafx.beans.property.IntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The item in the middle of the desk: who, what, and its media below. FX thread only. */
final class ItemCard extends VBox {
  private static final PseudoClass GONE = PseudoClass.getPseudoClass("gone");

  private final Kit kit;
  private final AuthorWords authorWords;
  private final Label author = new Label();
  private final Label record = new Label();
  private final Label place = new Label();
  private final Label posted = new Label();
  private final Label like = new Label();
  private final Label gone = new Label();
  private final Label noText;
  private final ItemTextView text;
  private final Node media;
  private final ReadingViewModel reading;
  private final TranslationViewModel translation;
  private final Label form;
  private @Nullable Instant postedAt;

  ItemCard(
      Kit kit,
      IntegerProperty lit,
      Node media,
      ReadingViewModel reading,
      Command turn,
      TranslationViewModel translation) {
    this.kit = kit;
    this.media = media;
    this.reading = reading;
    this.translation = translation;
    Words words = kit.words();
    this.form =
        kit.label(
            "caption",
            turn.shortcut()
                .key()
                .map(
                    key ->
                        key.map(Keys::say)
                            .map(said -> words.say("text.compared_key", said))
                            .orElseGet(() -> words.say("text.compared"))));
    form.setWrapText(true);
    form.setMinHeight(Region.USE_PREF_SIZE);
    form.managedProperty().bind(form.visibleProperty());
    this.authorWords = new AuthorWords(kit.words());
    this.text = new ItemTextView(kit, lit);
    this.noText = kit.say("muted", "item.no_text");
    getStyleClass().addAll("card", "item-card");
    author.getStyleClass().add("author-name");
    author.setMinWidth(0);
    record.getStyleClass().add("caption");
    record.setWrapText(true);
    place.getStyleClass().add("caption");
    place.setWrapText(true);
    like.getStyleClass().add("caption");
    like.setWrapText(true);
    posted.getStyleClass().add("caption");
    posted.setMinWidth(Region.USE_PREF_SIZE);
    Kit.hover(posted, () -> postedAt == null ? "" : kit.times().exact(postedAt));
    gone.getStyleClass().add("gone-words");
    gone.setWrapText(true);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox who = new HBox(8, author, gap, posted);
    who.setAlignment(Pos.BASELINE_LEFT);
    VBox head = new VBox(2, who, record, place, like);
    getChildren()
        .setAll(gone, head, form, text, new TranslationPane(translation, kit), noText, media);
    reading.shown().subscribe(this::read);
  }

  void show(OnDesk on) {
    LoadedCase loaded = on.loaded();
    // For whoever looks at the scene from outside: which case stands here.
    setUserData(loaded.id());
    Item item = loaded.detail().item();
    author.setText(Emoji.name(item.author().displayName()));
    record.setText(authorWords.record(item.author(), loaded.detail().author()));
    place.setText(authorWords.place(item));
    int members = loaded.summary().members();
    like.setText(members == 0 ? "" : kit.words().say("item.members", members));
    like.setVisible(members > 0);
    like.setManaged(members > 0);
    posted.setText(kit.times().ago(item.postedAt(), kit.now().get()));
    postedAt = item.postedAt();
    reading.begin(loaded.detail());
    translation.begin(loaded.id(), item);
    boolean words = !item.text().isBlank();
    text.setVisible(words);
    text.setManaged(words);
    noText.setVisible(!words);
    noText.setManaged(!words);
    media.setVisible(!item.media().isEmpty());
    media.setManaged(!item.media().isEmpty());
    state(on);
  }

  private void read(Reading shown) {
    form.setVisible(shown.comparable());
    text.show(shown.text(), shown.marks());
  }

  /** Only what changed of it: taken, lost. */
  void state(OnDesk on) {
    gone.setText(on.gone());
    gone.setVisible(!on.gone().isEmpty());
    gone.setManaged(!on.gone().isEmpty());
    pseudoClassStateChanged(GONE, !on.gone().isEmpty());
  }

  ItemTextView text() {
    return text;
  }
}
