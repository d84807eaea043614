#!/bin/sh
# Segment's analytics-go v3.1.0 spells two names of the Spec wrongly: `all` for `All`, `sky` for `sku`.
#
# A guess: a typed helper of Segment's own library writes what Segment's Spec says. Seen: DisableAll(),
# meant to keep a call from all destinations, writes `"all": false`, where the Spec has `All` and names in
# `integrations` are held by their case: it is the switch of a destination called "all", and none is off.
# Product.SKU goes out as `products[].sky`, while SetSKU() of the same package writes `sku`; a plan that
# requires products[].sku refuses each such call, and a warehouse gets the name `sky`.
set -eu
folder=$(mktemp -d)
# What Go unpacks is read-only.
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"

cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	analytics "gopkg.in/segmentio/analytics-go.v3"
)

func main() {
	bodies := make(chan []byte, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies <- body
		fmt.Fprint(w, "{}")
	}))
	defer server.Close()
	client, err := analytics.NewWithConfig("none", analytics.Config{Endpoint: server.URL, BatchSize: 1})
	if err != nil {
		panic(err)
	}
	client.Enqueue(analytics.Track{
		UserId: "u1",
		Event:  "Product List Viewed",
		Properties: analytics.NewProperties().
			SetSKU("outer").
			SetProducts(analytics.Product{SKU: "inner"}),
		Integrations: analytics.NewIntegrations().DisableAll(),
	})
	var sent struct {
		Batch []struct {
			Integrations map[string]any
			Properties   struct {
				Sku      string
				Products []map[string]any
			}
		}
	}
	if err := json.Unmarshal(<-bodies, &sent); err != nil {
		panic(err)
	}
	client.Close()
	call := sent.Batch[0]
	fmt.Println("integrations:", call.Integrations)
	fmt.Println("properties.sku:", call.Properties.Sku)
	fmt.Println("products[0].sku:", call.Properties.Products[0]["sku"])
	fmt.Println("products[0].sky:", call.Properties.Products[0]["sky"])
}
GO
export GOFLAGS=-mod=mod GOCACHE="$folder/cache" GOPATH="$folder/go"
go mod init none >/dev/null 2>&1
go get gopkg.in/segmentio/analytics-go.v3@v3.1.0 >/dev/null 2>&1
go run . | tee seen

cat >wanted <<'TEXT'
integrations: map[all:false]
properties.sku: outer
products[0].sku: <nil>
products[0].sky: inner
TEXT
cmp -s seen wanted || { echo "changed: wanted all and sky" >&2; exit 1; }
