package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.pos.live.Changes;
import dev.seseragi.apps.pos.order.Orders;
import dev.seseragi.apps.pos.product.Products;
import dev.seseragi.apps.pos.sales.Sales;
import dev.seseragi.apps.pos.storage.StorageWatch;
import dev.seseragi.apps.pos.storage.Transactions;
import dev.seseragi.apps.pos.stream.ReplicaLook;

/** What the edge calls. */
public record Domain(
    Products products,
    Orders orders,
    Sales sales,
    Transactions transactions,
    Changes changes,
    StorageWatch watch,
    ReplicaLook look) {}
