package dev.halcyon.app.media;

import dev.halcyon.app.fx.Subscriptions;
import dev.halcyon.app.kit.Kit;
import dev.halcyon.protocol.MediaInfo;
import java.util.List;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;

/** The media parts of an item to choose from, where there are several. FX thread only. */
final class PartBar extends HBox {
  private final MediaViewModel<?> vm;
  private final Kit kit;

  PartBar(MediaViewModel<?> vm, Kit kit) {
    this.vm = vm;
    this.kit = kit;
    getStyleClass().add("media-parts");
  }

  void attach(Subscriptions subscriptions) {
    subscriptions.watch(vm.loaded(), _ -> draw());
    subscriptions.onChange(vm.part(), _ -> draw());
  }

  private void draw() {
    getChildren().clear();
    List<MediaInfo> all = vm.parts();
    setManaged(all.size() > 1);
    setVisible(all.size() > 1);
    for (int i = 0; all.size() > 1 && i < all.size(); i++) {
      int position = i;
      ToggleButton part =
          kit.describe(
              new ToggleButton(),
              "media.part",
              kit.words().name(all.get(i).kind()),
              i + 1,
              all.size());
      part.setSelected(vm.part().get() == position);
      part.setOnAction(
          _ -> {
            vm.selectPart(position);
            draw();
          });
      getChildren().add(part);
    }
  }
}
