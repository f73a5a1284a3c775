package dev.halcyon.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halcyon.engine.policy.PolicyDocuments;
import dev.halcyon.protocol.PolicyRef;
import dev.halcyon.protocol.ResolvedPolicy;
import dev.halcyon.server.Fixtures;
import dev.halcyon.server.HalcyonServer;
import dev.halcyon.server.OnBothDatabases;
import dev.halcyon.server.ServerOptions;
import dev.halcyon.server.TestClient;
import dev.halcyon.server.TestClient.Answer;
import dev.halcyon.server.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies as a server ships, stores, serves and publishes them. */
@OnBothDatabases
class PolicyRoutesTest {
  @Test
  void aNewServerHasTheNewestShippedPolicyInForce(@TempDir Path data) {
    try (HalcyonServer server = HalcyonServer.start(TestDatabases.options(data))) {
      int newest = PolicyDocuments.SHIPPED_VERSIONS.getLast();
      assertThat(server.context().policies().current(null))
          .isEqualTo(PolicyDocuments.shipped(newest));
    }
  }

  @Test
  void aSampleServerBeginsWithTheFirstAndPublishingChangesItForGood(@TempDir Path data) {
    ServerOptions options = TestDatabases.options(data).withSample(null);
    try (HalcyonServer server = HalcyonServer.start(options)) {
      TestClient pol = TestClient.signedIn(server, "pol");
      TestClient ana = TestClient.signedIn(server, "ana");
      assertThat(version(ana, "current")).isEqualTo(1);
      assertThat(version(ana, "2")).isEqualTo(2);
      assertThat(pol.post("/v1/policies/2/publish").status()).isEqualTo(204);
      assertThat(version(ana, "current")).isEqualTo(2);
      assertThat(version(ana, "1")).isEqualTo(1);
      Answer refused = ana.post("/v1/policies/1/publish");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.problem().code()).isEqualTo("auth.role");
    }
    try (HalcyonServer again = HalcyonServer.start(options)) {
      assertThat(again.context().policies().current(null).ref().version()).isEqualTo(2);
    }
  }

  @Test
  void aRegionsOverlayIsServedWhereThereIsOneAndTheBaseElsewhere(@TempDir Path data) {
    try (HalcyonServer server = HalcyonServer.start(TestDatabases.options(data))) {
      Policies policies = server.context().policies();
      ResolvedPolicy base = Fixtures.policy(1001);
      ResolvedPolicy german =
          new ResolvedPolicy(
              new PolicyRef(base.ref().id(), 1001, "DE"),
              "German",
              base.categories(),
              base.rules(),
              base.stages(),
              base.queues(),
              base.sla(),
              false,
              base.unsupportedLanguage());
      policies.add(base);
      policies.add(german);
      policies.publish("system", 1001);
      assertThat(policies.current("DE").title()).isEqualTo("German");
      assertThat(policies.current("de").title()).isEqualTo("German");
      assertThat(policies.current("FR").title()).isEqualTo(base.title());
      assertThat(policies.current(null).title()).isEqualTo(base.title());
    }
  }

  @Test
  void aVersionThatIsKnownNeverChanges(@TempDir Path data) {
    try (HalcyonServer server = HalcyonServer.start(TestDatabases.options(data))) {
      Policies policies = server.context().policies();
      ResolvedPolicy first = Fixtures.policy(1001);
      policies.add(first);
      ResolvedPolicy changed =
          new ResolvedPolicy(
              first.ref(),
              "Changed",
              first.categories(),
              first.rules(),
              first.stages(),
              first.queues(),
              first.sla(),
              first.reviewHides(),
              first.unsupportedLanguage());
      policies.add(changed);
      assertThat(policies.version(1001, null)).isEqualTo(first);
    }
  }

  @Test
  void anUnknownVersionOrRegionIsSaidPlainly(@TempDir Path data) {
    try (HalcyonServer server = HalcyonServer.start(TestDatabases.options(data).withSample(null))) {
      TestClient pol = TestClient.signedIn(server, "pol");
      assertThat(pol.get("/v1/policies/99").status()).isEqualTo(404);
      assertThat(pol.get("/v1/policies/99").problem().code()).isEqualTo("policy.unknown");
      assertThat(pol.post("/v1/policies/99/publish").problem().code()).isEqualTo("policy.unknown");
      assertThat(pol.get("/v1/policies/next").problem().code()).isEqualTo("policy.unknown");
      Answer region = pol.get("/v1/policies/current?region=Germany");
      assertThat(region.status()).isEqualTo(400);
      assertThat(region.problem().remedy()).contains("ISO 3166-1");
    }
  }

  private static int version(TestClient client, String which) {
    return client.get("/v1/policies/" + which).as(ResolvedPolicy.class).ref().version();
  }
}
