package dev.halcyon.app.settings;

import dev.halcyon.protocol.ModelDescription;
import java.util.List;

/** What the local engine uses: the sandbox round its worker, and its models. Immutable. */
public record EngineFacts(String sandbox, List<ModelDescription> models) {
  public EngineFacts {
    models = List.copyOf(models);
  }
}
