export type { IpVersion } from './addon/native-address.js'
export { type Address, type AddressVersion, parseAddress } from './address/address.js'
export { type Endpoint, formatEndpoint, parseEndpoint } from './address/endpoint.js'
export { formatPrefix, type Prefix, parsePrefix } from './address/prefix.js'
export { Cloudlet, type CloudletDeployment } from './cloudlet/cloudlet.js'
export type { CloudletOptions } from './cloudlet/options.js'
export type {
  Configuration,
  ConfigurationOptions,
  ConfigurationPeer,
  QuickConfiguration,
  QuickSettings,
} from './configuration/configuration.js'
export { ConfigurationDocument } from './configuration/document.js'
export type { DocumentComment, UnknownEntry } from './configuration/document-parts.js'
export { formatConfiguration, type PrintableConfiguration } from './configuration/format.js'
export { parseConfiguration } from './configuration/parse.js'
export { type Code, codes } from './errors/codes.js'
export {
  isOperationError,
  OperationError,
  type OperationErrorFields,
  type Outcome,
} from './errors/operation-error.js'
export { type AttributeFields, AttributeSet, type AttributeValues } from './generic/attribute-set.js'
export { type AttributeType, attributeTypes } from './generic/attribute-type.js'
export { GenericFamily, type GenericOperation, type GenericRequestOptions } from './generic/family.js'
export { GenericNetlink } from './generic/generic.js'
export { GroupMessages } from './generic/group.js'
export type { GenericMessage } from './generic/message.js'
export { PresharedKey } from './keys/preshared-key.js'
export { PrivateKey } from './keys/private-key.js'
export { PublicKey } from './keys/public-key.js'
export {
  Application,
  type ApplicationOptions,
  type PipedApplication,
  type StdioEntry,
  type WithDescriptor,
} from './namespace/application.js'
export type { Launcher } from './namespace/launcher.js'
export {
  type ExistingNamespace,
  Namespace,
  type NamespaceOpenOptions,
  type NamespaceOptions,
  type NamespaceSocketOptions,
  type Tun,
  type TunnelLinkOptions,
} from './namespace/namespace.js'

export type { ResolverConfiguration } from './namespace/resolver-text.js'
export type { ExitStatus } from './namespace/wait-status.js'
export type { RequestOptions } from './netlink/conversation.js'
export { EventStream } from './netlink/event-stream.js'
export type { LinkReference } from './netlink/link-reference.js'
export type { LostEvent } from './netlink/lost-event.js'
export type { RawAttribute, ReceivedAttribute } from './netlink/raw-attributes.js'
export type { AddressAddition, AddressOptions } from './network/address-addition.js'
export { Addresses, type AddressListOptions } from './network/addresses.js'
export type { BridgePort, BridgePortState } from './network/bridge-port.js'
export type { RouteEncapsulation } from './network/encapsulation.js'
export type {
  AddressEvent,
  EventOf,
  LinkEvent,
  NeighbourEvent,
  NetworkEvent,
  RouteEvent,
  RuleEvent,
  Topic,
} from './network/event.js'
export type { Link } from './network/link.js'
export type { LinkAddress } from './network/link-address.js'
export type { LinkChange } from './network/link-change.js'
export type { LinkCreation } from './network/link-creation.js'
export type { LinkHardware, LinkSegmentation } from './network/link-hardware.js'
export type {
  BridgeOptions,
  IpvlanFlag,
  IpvlanMode,
  IpvlanOptions,
  LinkKinds,
  MacvlanMode,
  MacvlanOptions,
  ToldKinds,
  ToldTun,
  TunMode,
  TunOptions,
  VlanOptions,
  VlanProtocol,
  VrfOptions,
} from './network/link-kinds.js'
export type { LinkPort, LinkPortChange } from './network/link-port.js'
export type { LinkProperties, NewLinkOptions } from './network/link-properties.js'
export type { LinkStatistics } from './network/link-statistics.js'
export type {
  AddressFlag,
  AddressGenerationMode,
  AddressProtocol,
  LinkFlag,
  LinkMode,
  OperationalState,
} from './network/link-words.js'
export { Links } from './network/links.js'
export type { NamespaceReference } from './network/namespace-reference.js'
export type { Neighbour, NeighbourCache } from './network/neighbour.js'
export {
  type NeighbourChange,
  type NeighbourListOptions,
  type NeighbourOptions,
  Neighbours,
} from './network/neighbours.js'
export { Network, type NetworkOptions } from './network/network.js'
export type { NextHop, NextHopChange } from './network/next-hop.js'
export type { Realms } from './network/realms.js'
export type { Route } from './network/route.js'
export type { RouteChange } from './network/route-change.js'
export type { RouteFlag } from './network/route-flags.js'
export type { RouteLookUpOptions } from './network/route-lookup.js'
export type { RouteMetrics } from './network/route-metrics.js'
export { type RouteListOptions, Routes } from './network/routes.js'
export type { NumberRange, Rule } from './network/rule.js'
export type { RuleChange } from './network/rule-change.js'
export { type RuleListOptions, Rules } from './network/rules.js'
export type { RouteTable, RouteTableName } from './network/table.js'
export type { Watch } from './network/watch.js'
export type {
  IpProtocol,
  NeighbourFlag,
  NeighbourState,
  RoutePreference,
  RouteProtocol,
  RouteType,
  RuleAction,
  Scope,
} from './network/words.js'
export type { Deployment, DeploymentTunnel } from './sinfonia/deployment.js'
export type { Cloudlet as RegisteredCloudlet, Recipe } from './sinfonia/directory.js'
export type { AcquiredKey } from './sinfonia/key-cache.js'
export { type Launch, type LaunchOptions, type LaunchStep, launch } from './sinfonia/launch.js'
export { type DeployOptions, deploy, getRecipe, listCloudlets, type Tier1Options } from './sinfonia/tier1.js'
export type { TunnelConfiguration, TunnelPeer, TunnelResolver } from './tunnel/configuration.js'
export { Tunnel, type TunnelOptions } from './tunnel/tunnel.js'
export type { PeerStatus, WayName } from './tunnel/ways/way.js'
export type { WireGuardChange, WireGuardPeerChange } from './wireguard/change.js'
export type { WireGuardConfiguration, WireGuardPeerConfiguration } from './wireguard/configuration.js'
export type { WireGuardDevice, WireGuardPeer } from './wireguard/device.js'
export type { WireGuardListOptions, WireGuardReadOptions } from './wireguard/interface.js'
export { WireGuard } from './wireguard/wireguard.js'
