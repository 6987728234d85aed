curl http://localhost:8080/v1/quotes \
  -H "Authorization: Bearer $TESSERA_SECRET_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "cart": {
      "currency": "USD",
      "line_items": [
        { "product_id": "shirt", "quantity": 2, "unit_price": 2000 }
      ]
    },
    "discounts": { "codes": ["SUMMER20"] }
  }'
