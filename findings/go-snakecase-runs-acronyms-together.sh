#!/bin/sh
# Segment's go-snakecase v1.2.0 puts no underscore between an acronym and the word behind it.
#
# A guess, from the snake_case of most libraries: HTTPServer is http_server. Seen: a word begins only
# where a capital stands behind a small letter or a digit, so it is `httpserver`, and iOSVersion is
# `i_osversion`. Columns and tables that are made so are not those that one looks for. To rename a property
# to "its" snake_case, as another library spells it, begins a second column: PriceUSDTotal was
# `price_usdtotal`, price_usd_total is another. And PriceUSDTotal shares no column with priceUsdTotal,
# though it looks as if it did.
set -eu
folder=$(mktemp -d)
# What Go unpacks is read-only.
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"

cat >main.go <<'GO'
package main

import (
	"fmt"

	snakecase "github.com/segmentio/go-snakecase"
)

func main() {
	for _, name := range []string{
		"orderID", "priceUSD", "HTTPServer", "OSVersion", "iOSVersion", "PriceUSDTotal", "priceUsdTotal",
	} {
		fmt.Println(name, "->", snakecase.Snakecase(name))
	}
}
GO
export GOFLAGS=-mod=mod GOCACHE="$folder/cache" GOPATH="$folder/go"
go mod init none >/dev/null 2>&1
go get github.com/segmentio/go-snakecase@v1.2.0 >/dev/null 2>&1
go run . | tee seen

cat >wanted <<'TEXT'
orderID -> order_id
priceUSD -> price_usd
HTTPServer -> httpserver
OSVersion -> osversion
iOSVersion -> i_osversion
PriceUSDTotal -> price_usdtotal
priceUsdTotal -> price_usd_total
TEXT
cmp -s seen wanted || { echo "changed: wanted acronyms run together" >&2; exit 1; }
